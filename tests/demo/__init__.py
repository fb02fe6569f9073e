"""The demo: its portal, name servers, certificates and repository, and the whole gate on them."""
