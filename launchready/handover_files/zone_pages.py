"""DNS_MAP and EDGE_POLICY: the same pages that `dns describe` and `edge policy` write."""

from collections.abc import Mapping

from launchready.dns.describe import document
from launchready.edge.policy_page import notes_in, page, with_notes
from launchready.handover_files.marked import Facts
from launchready.handover_files.product import Product
from launchready.handover_files.words import code, items, parted


def dns_map(product: Product) -> tuple[Facts, ...]:
    """The record maps, or how to come by one."""
    if product.maps:
        text = document(product.maps).partition("\n\n")[2].strip("\n")
        return (Facts(name="dns-map", text=text),)
    names = [one.name for one in product.domains]
    about = (
        "There is no record map: nobody could say which record is meant and which is left over. "
        "Write one from what is live, and name it under `dns: zones:`:"
    )
    commands = [code(f"launchready dns snapshot {one} -o dns/{one}.yaml") for one in names]
    return (Facts(name="dns-map", text=parted(about, items(commands))),)


def edge_policy(product: Product, there: Mapping[str, str]) -> tuple[Facts, ...]:
    """What the edge does; notes in the last column of the table are people's, and stay."""
    if product.edge is not None:
        kept = notes_in(there.get("edge-policy", ""))
        whole = page(product.edge_zone, with_notes(product.edge, kept))
        text = f"## {code(product.edge_zone)}\n\n{whole.partition(chr(10) * 2)[2].strip(chr(10))}"
        return (Facts(name="edge-policy", text=text),)
    if product.edge_zone:
        if "edge-policy" in there:
            return (Facts(name="edge-policy", text=None),)
        said = f"The zone {code(product.edge_zone)} could not be read this time."
        return (Facts(name="edge-policy", text=said),)
    said = (
        "launchready.yml names no zone under `edge:`. Is something in front of your servers "
        "(Cloudflare, a CDN)? Name it there, and what it keeps and throttles stands here. Is "
        "nothing? Then throttle log-ins in the product itself."
    )
    return (Facts(name="edge-policy", text=said),)
