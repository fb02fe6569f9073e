"""`launchready dns` makes record maps that the gate can be held to."""

from pathlib import Path

from tests.command import launchready

EXPORT = "$ORIGIN acme.test.\n@ CNAME app.host.test.\nwww A 192.0.2.1\n"


def test_an_export_becomes_a_map_on_standard_output(tmp_path: Path) -> None:
    (tmp_path / "acme.txt").write_text(EXPORT)

    ran = launchready("dns", "import", "acme.txt", cwd=tmp_path)

    assert ran.code == 0
    assert ran.err == (
        "acme.txt:2:1: acme.test CNAME is written as ALIAS; a zone's own name cannot be a CNAME\n"
    )
    assert ran.out.endswith("# purpose:\nwww:\n  type: A\n  value: 192.0.2.1\n")


def test_a_map_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "acme.txt").write_text("www A 192.0.2.1\n")

    ran = launchready(
        "dns", "import", "acme.txt", "--zone", "Acme.test", "-o", "acme.test.yaml", cwd=tmp_path
    )

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / "acme.test.yaml").read_text().endswith("  value: 192.0.2.1\n")


def test_a_file_that_is_no_export_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "acme.txt").write_text("$ORIGIN acme.test.\nwww A x\n")

    ran = launchready("dns", "import", "acme.txt", cwd=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "acme.txt:2:7: x is not an IPv4 address; like 192.0.2.1\n"


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    ran = launchready("dns", "import", "nothing.txt", cwd=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "nothing.txt:1:1: cannot be read: No such file or directory\n"


def test_a_zone_that_is_no_name_is_a_mistake(tmp_path: Path) -> None:
    ran = launchready("dns", "import", "x", "--zone", "a b", cwd=tmp_path)

    assert ran.code == 2
    assert "a b is not a host name" in ran.err


CONFIG = "version: 1\ndns: {zones: [{map: dns/acme.test.yaml}]}\n"
MAP = "# purpose: the shop\n# owner: Ada\nwww: {type: A, value: 192.0.2.1}\n"


def test_the_maps_become_a_document(tmp_path: Path) -> None:
    (tmp_path / "dns").mkdir()
    (tmp_path / "dns/acme.test.yaml").write_text(MAP)
    (tmp_path / "launchready.yml").write_text(CONFIG)

    ran = launchready("dns", "describe", "-o", "DNS_MAP.md", cwd=tmp_path)

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    row = "| `www.acme.test A` | `192.0.2.1` |  | `the shop` | `Ada` | `dns/acme.test.yaml:3` |\n"
    assert (tmp_path / "DNS_MAP.md").read_text().endswith(row)


def test_without_a_map_there_is_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / "launchready.yml").write_text("version: 1\n")

    ran = launchready("dns", "diff", cwd=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "launchready.yml:1:1: there is no record map; name one under dns: zones:,"
        " as launchready dns import writes it\n"
    )


def test_a_mistake_in_a_map_is_told_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "dns").mkdir()
    (tmp_path / "dns/acme.test.yaml").write_text(MAP.replace("192.0.2.1", "x"))
    (tmp_path / "launchready.yml").write_text(CONFIG)

    ran = launchready("dns", "diff", cwd=tmp_path)

    assert ran.code == 2
    assert ran.err.startswith("dns/acme.test.yaml:3:23: x is not an IPv4 address")
