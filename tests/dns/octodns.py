"""octoDNS's own judgement of a map: its schema's validators and its loader."""

import subprocess
import sys
from pathlib import Path

_CONFIG = """\
providers:
  config: {{class: octodns.provider.yaml.YamlProvider, directory: {folder}, default_ttl: 300}}
  target: {{class: octodns.provider.yaml.YamlProvider, directory: {folder}/out}}
zones:
  {zone}.: {{sources: [config], targets: [target]}}
"""


def complaints(folder: Path, zone: str, text: str) -> str:
    """What octodns-validate says of a map; "" when it has nothing against it."""
    (folder / "out").mkdir(exist_ok=True)
    (folder / f"{zone}.yaml").write_text(text)
    config = folder / "config.yaml"
    config.write_text(_CONFIG.format(folder=folder, zone=zone))
    program = Path(sys.executable).parent / "octodns-validate"
    command = [str(program), "--config-file", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.stderr + done.stdout if done.returncode else ""
