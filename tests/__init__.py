"""The promises launchready keeps, held by tests that mirror its folders."""
