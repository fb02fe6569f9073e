"""A container engine that works in a plain Linux box, and the base image the Dockerfile names.

Where a registry answers, the base is pulled from it. Where none does, one like it is made of
Debian's packages: same name, same Python, another build. Podman's own defaults need rights
(limits above the hard ones, a systemd, cgroups v2) that a build machine need not have.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import launchready
from tests.action.workshop import ROOT

IMAGE = "localhost/launchready:test"

# The limits have to be equal: a soft one below the hard one is refused by runc here.
_CONF = """\
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
events_logger = "file"
cgroup_manager = "cgroupfs"
"""
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
_TRUST = "/etc/ssl/certs/ca-certificates.crt"
_PACKAGES = "python3,python3-pip,python3-venv,ca-certificates"


@dataclass(frozen=True)
class Engine:
    """Podman with settings of our own."""

    conf: Path

    @classmethod
    def at(cls, folder: Path) -> "Engine":
        conf = folder / "containers.conf"
        # crun, podman's first choice, refuses a machine with both kinds of cgroups.
        runtime = 'runtime = "runc"\n' if shutil.which("runc", path=_PATH) else ""
        conf.write_text(_CONF + runtime, "utf-8")
        return cls(conf)

    @property
    def variables(self) -> dict[str, str]:
        return {"CONTAINERS_CONF": str(self.conf)}

    def __call__(self, *args: str | Path, check: bool = True) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            ["podman", *map(str, args)],
            env=os.environ | self.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"podman {args[0]}: {done.stdout}\n{done.stderr}")
        return done

    def build(self, folder: Path) -> None:
        """Builds the Dockerfile of this checkout, unchanged."""
        self._base(folder)
        # Packages come through the host's network, with what it trusts.
        version = f"VERSION={launchready.__version__}"
        self("build", "--network=host", "--pull=never", "--build-arg", version, "-t", IMAGE, ROOT)

    def _base(self, folder: Path) -> None:
        (name,) = set(re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
        for step in (("image", "exists", name), ("pull", "--quiet", name)):
            if self(*step, check=False).returncode == 0:
                return
        tar = _made_of_debian(folder)
        self("import", "--change", "ENV PATH=/usr/local/bin:/usr/bin:/bin", tar, name)


def _made_of_debian(folder: Path) -> Path:
    """A root file system with Python 3.13 (Debian 13), and what this machine trusts."""
    tar = folder / "base.tar"
    hooks = ['ln -s python3 "$1/usr/bin/python"', f"upload {_TRUST} {_TRUST}"]
    if Path("/etc/pip.conf").exists():
        hooks.append("upload /etc/pip.conf /etc/pip.conf")
    subprocess.run(
        [
            *("mmdebstrap", "--quiet", "--variant=minbase", f"--include={_PACKAGES}"),
            *(f"--customize-hook={one}" for one in hooks),
            *("trixie", tar),
        ],
        check=True,
    )
    return tar


def is_here() -> bool:
    return shutil.which("podman") is not None
