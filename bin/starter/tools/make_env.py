"""make_env.py: print .env.example with every empty secret filled by random text."""

import re
import secrets
from pathlib import Path

SECRET = re.compile(r"^([A-Z_]+_(?:KEY|PASSWORD))=$")
NOT_OURS = {"EMAIL_HOST_PASSWORD"}


def filled(text: str) -> str:
    """The text with a secret of 64 characters behind each empty key and password of ours."""
    lines = []
    for line in text.splitlines():
        found = SECRET.match(line)
        lines.append(line + secrets.token_urlsafe(48) if found and found[1] not in NOT_OURS else line)
    return "\n".join(lines)


if __name__ == "__main__":
    print(filled((Path(__file__).resolve().parents[3] / ".env.example").read_text(encoding="utf-8")))
