"""Aggregate reports of our own making, sound and with every quirk receivers are known for."""

import gzip
import io
import zipfile
from email.message import EmailMessage

DAY = 1_795_500_000  # 2026-11-24


def row(
    source: str = "192.0.2.25",
    count: int = 10,
    dkim: str = "pass",
    spf: str = "pass",
    *,
    extra: str = "",
    sender: str = "acme.test",
    auth: str = "<spf><domain>acme.test</domain><result>pass</result></spf>",
) -> str:
    return (
        f"<record><row><source_ip>{source}</source_ip><count>{count}</count><policy_evaluated>"
        f"<disposition>none</disposition><dkim>{dkim}</dkim><spf>{spf}</spf>{extra}"
        f"</policy_evaluated></row><identifiers><header_from>{sender}</header_from></identifiers>"
        f"<auth_results>{auth}</auth_results></record>"
    )


def signed(domain: str, selector: str, result: str = "pass") -> str:
    return (
        f"<dkim><domain>{domain}</domain><selector>{selector}</selector>"
        f"<result>{result}</result></dkim>"
    )


def xml(
    *rows: str,
    id_: str = "1",
    organization: str = "receiver.example",
    head: str = '<?xml version="1.0" encoding="UTF-8"?>\n',
    version: str = "<version>1.0</version>",
    begin: int = DAY,
    root: str = "<feedback>",
    published: str = "<domain>acme.test</domain><p>none</p>",
) -> bytes:
    name = root[1:].split(" ")[0].rstrip(">")
    return (
        f"{head}{root}{version}<report_metadata><org_name>{organization}</org_name>"
        f"<email>d@{organization}</email><report_id>{id_}</report_id><date_range>"
        f"<begin>{begin}</begin><end>{begin + 86399}</end></date_range></report_metadata>"
        f"<policy_published>{published}</policy_published>{''.join(rows or (row(),))}</{name}>"
    ).encode()


def zipped(*contents: bytes, name: str = "report.xml") -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number}-{name}", content)
    return raw.getvalue()


def mailed(
    content: bytes, kind: str = "gzip", *, text: str | None = "A report is attached."
) -> bytes:
    mail = EmailMessage()
    mail["From"] = "d@receiver.example"
    mail["Subject"] = "Report domain: acme.test"
    if text is None:
        mail.set_content(content, maintype="application", subtype=kind)
    else:
        mail.set_content(text)
        mail.add_attachment(content, maintype="application", subtype=kind, filename="r.xml.gz")
    return mail.as_bytes()


BASE = xml()
NEW = "urn:ietf:params:xml:ns:dmarc-2.0"
BOM = b"\xef\xbb\xbf"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE feedback [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    b"<feedback>&b;</feedback>"
)

# name -> the file; each holds one report with ten messages, all passing
SOUND: dict[str, bytes] = {
    "plain": BASE,
    "gzip": gzip.compress(BASE),
    "zip": zipped(BASE),
    "gzip of two members": gzip.compress(BASE[:100]) + gzip.compress(BASE[100:]),
    "gzip named zip": gzip.compress(BASE),
    "zip with a folder of a Mac's": zipped(BASE),
    "mail with gzip": mailed(gzip.compress(BASE)),
    "mail with zip": mailed(zipped(BASE), "zip"),
    "mail with plain XML": mailed(BASE, "xml"),
    "mail with a gzip that says zip": mailed(gzip.compress(BASE), "zip"),
    "mail without parts": mailed(gzip.compress(BASE), text=None),
    "mail whose text is one word": mailed(gzip.compress(BASE), text="unused"),
    "mail in a mailbox file": b"From d@receiver.example Tue Nov 24\n" + mailed(gzip.compress(BASE)),
    "mail with a page beside it": mailed(gzip.compress(BASE), text="<html>see below</html>"),
    "capitals": xml(row(dkim="Pass", spf="PASS")),
    "no XML declaration": xml(head=""),
    "nothing between declaration and root": xml(head='<?xml version="1.0"?>'),
    "a blank line first": b"\r\n\r\n" + BASE,
    "a byte order mark": BOM + BASE,
    "UTF-16": xml(head='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16"),
    "Latin-1 with an umlaut": xml(
        organization="Empf\u00e4nger", head='<?xml version="1.0" encoding="iso-8859-1"?>'
    )
    .decode()
    .encode("latin-1"),
    "bytes that are not UTF-8": xml(organization="Empf?nger").replace(b"?nger", b"\xe4nger"),
    "a control character": xml(organization="a\x0bb"),
    "an empty reason": xml(row(extra="<reason/>")),
    "no version": xml(version=""),
    "an old draft": xml(
        version="", published="<domain>acme.test</domain><p>none</p><pct>100</pct>"
    ),
    "schema debris": xml(root="<feedback>").replace(
        b"<feedback>", b'<xs:schema xmlns:xs="urn:x">\n<feedback>'
    ),
    "schema debris, prefix unbound": xml().replace(b"<version>", b"<xs:schema/><version>"),
    "namespaced": xml(root='<feedback xmlns="http://dmarc.org/dmarc-xml/0.1">'),
    "prefixed": xml(root=f'<d:feedback xmlns:d="{NEW}">'),
    "9990": xml(
        row(extra='<reason><type>other</type><comment lang="en">x</comment></reason>'),
        root=f'<feedback xmlns="{NEW}">',
        published="<domain>acme.test</domain><p>none</p><np>none</np><testing>n</testing>"
        "<discovery_method>treewalk</discovery_method>",
    ),
    "9990 disposition pass": xml().replace(
        b"<disposition>none</disposition>", b"<disposition>pass</disposition>"
    ),
    "an address with attributes": xml().replace(b"<email>", b'<email x="1">'),
    "blanks within values": xml(row(dkim="\n pass \n", spf=" pass ")),
    "no policy published": xml(published=""),
    "text behind the end": BASE + b"\n\n-- \nsent by a robot",
    "two signatures": xml(row(auth=signed("a.test", "x", "fail") + signed("acme.test", "pm"))),
    "a date with a fraction": BASE.replace(b"</end>", b".0</end>"),
}
SOUND["a folder of a Mac's"] = SOUND.pop("zip with a folder of a Mac's")

# name -> the file, and what is said of it
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "it is neither XML, gzip, zip nor a mail"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "it is neither XML, gzip, zip nor a mail"),
    "a document type": (
        b'<!DOCTYPE feedback SYSTEM "file:///etc/hostname"><feedback/>',
        "it declares a document type or entities, which reports have not",
    ),
    "entities": (LAUGHS, "it declares a document type or entities, which reports have not"),
    "cut off": (BASE[:300], "its XML is broken:"),
    "another document": (b"<html><body/></html>", "it is XML and no DMARC report"),
    "a count that is none": (xml().replace(b">10<", b">ten<"), "a count in it is ten"),
    "a gzip bomb": (
        gzip.compress(b"\0" * (51 * 1024 * 1024)),
        "it is larger than 50 MiB when unpacked",
    ),
    "a zip bomb": (zipped(b"\0" * (51 * 1024 * 1024)), "it is larger than 50 MiB when unpacked"),
    "a gzip within gzip, four times": (
        gzip.compress(gzip.compress(gzip.compress(gzip.compress(BASE)))),
        "it is packed more than 3 times over",
    ),
    "many files": (zipped(*[b"x"] * 51), "it holds 51 files"),
    "an empty zip": (zipped(), "it is neither XML, gzip, zip nor a mail"),
    "a mail without a report": (
        mailed(b"hello", "octet-stream"),
        "its mail has no report attached",
    ),
    "nested too deep": (
        b"<feedback>" + b"<a>" * 60 + b"</a>" * 60 + b"</feedback>",
        "its XML is nested too deep",
    ),
}
