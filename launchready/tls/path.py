"""Finds the way from a server's certificate upward, whatever order the pieces came in."""

from collections.abc import Iterable

from launchready.tls.facts import Certificate

# A chain of more is no chain (browsers stop at about ten).
LONGEST_PATH = 10
# Signatures are only tried between certificates whose names fit; a server may send thousands.
MOST_TRIED = 50
# Digests whose signatures the library no longer verifies.
_FORSAKEN = ("md5", "sha1")


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
    return next((one for one in named[:MOST_TRIED] if _signed(child, one)), None)


def _signed(child: Certificate, parent: Certificate) -> bool:
    """Whether one signed the other; where that can no longer be told, its name will do."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if child.digest in _FORSAKEN:
        return True
    try:
        signer = x509.load_der_x509_certificate(parent.der)
        x509.load_der_x509_certificate(child.der).verify_directly_issued_by(signer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion):
        return False
    return True


def misplaced(chain: tuple[Certificate, ...], path: tuple[Certificate, ...]) -> bool:
    """Whether the certificates of a path were not sent one above the other."""
    places = [chain.index(one) for one in path if one in chain]
    return places != sorted(places)


def needless(
    chain: tuple[Certificate, ...], path: tuple[Certificate, ...]
) -> tuple[Certificate, ...]:
    """The certificates sent that help nobody: second copies and those of other chains.

    Another certificate of an issuer on the way (a cross-signed one), and what leads on from
    there, helps older clients.
    """
    useful = _upward(chain, path)
    firsts = {place for place, one in enumerate(chain) if chain.index(one) == place}
    return tuple(one for place, one in enumerate(chain) if place not in firsts or one not in useful)


def _upward(chain: tuple[Certificate, ...], path: tuple[Certificate, ...]) -> list[Certificate]:
    """The path, and every certificate sent that signed one that leads upward."""
    useful = list(path)
    for one in useful:  # grows while it is walked
        others = [other for other in chain if other not in useful and other.subject == one.issuer]
        useful += [other for other in others[:MOST_TRIED] if _signed(one, other)]
    return useful
