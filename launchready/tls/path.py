"""Finds the way from a server's certificate upward, whatever order the pieces came in."""

from collections.abc import Iterable

from launchready.tls.facts import Certificate

# A chain of more is no chain (browsers stop at about ten).
LONGEST_PATH = 10
# Signatures are only tried between certificates whose names fit; a server may send thousands.
MOST_TRIED = 50


def path_of(chain: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    """The presented certificates that lead from the leaf upward, whatever order they came in."""
    path = list(chain[:1])
    while path and not path[-1].is_self_issued and len(path) < LONGEST_PATH:
        above = issuer_among(path[-1], (one for one in chain[1:] if one not in path))
        if above is None:
            break
        path.append(above)
    return tuple(path)


def issuer_among(child: Certificate, others: Iterable[Certificate]) -> Certificate | None:
    """The certificate that really signed another, by name and by signature."""
    named = [one for one in others if one.subject == child.issuer]
    return next((one for one in named[:MOST_TRIED] if _signed(child.der, one.der)), None)


def _signed(child: bytes, parent: bytes) -> bool:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        signer = x509.load_der_x509_certificate(parent)
        x509.load_der_x509_certificate(child).verify_directly_issued_by(signer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion):
        return False
    return True


def misplaced(chain: tuple[Certificate, ...], path: tuple[Certificate, ...]) -> bool:
    """Whether the certificates of a path were not sent one above the other."""
    places = [chain.index(one) for one in path]
    return places != sorted(places)


def needless(
    chain: tuple[Certificate, ...], path: tuple[Certificate, ...]
) -> tuple[Certificate, ...]:
    """The certificates sent that help nobody: second copies and those of other chains.

    Another certificate of an issuer on the path (a cross-signed one) helps older clients.
    """
    named = {name for one in path for name in (one.subject, one.issuer)}
    spare: list[Certificate] = []
    for place, one in enumerate(chain):
        is_first = chain.index(one) == place
        if not is_first or (one not in path and one.subject not in named):
            spare.append(one)
    return tuple(spare)
