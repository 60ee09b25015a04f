"""``python -m tagwire`` is ``tagwire``."""

from tagwire.cli import main

main()
