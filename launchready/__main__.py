"""`python -m launchready`."""

import sys

from launchready.cli import main

if __name__ == "__main__":
    sys.exit(main())
