"""The request as a command that an engineer can read, with the secret left out."""

import shlex

from campaigns import centres
from campaigns.models import Application

MASK = "••••••••"


def command(application: Application, body: str) -> str:
    """For bash. Nonce, timestamp and signature are made when it runs, by the rule of
    `domain.signature`; the secret is for whoever has it to fill in."""
    centre = centres.known().get(application.data_centre)
    url = f"{centre.primary if centre else ''}/push.json"
    return "\n".join(
        (
            f"SECRET='{MASK}'; NONCE=$RANDOM$RANDOM; TIMESTAMP=$(date +%s)000",
            'SIGNATURE=$(printf %s "$SECRET$NONCE$TIMESTAMP" | openssl sha1 -r | cut -c1-40)',
            f"curl {shlex.quote(url)} \\",
            f"  -H {shlex.quote(f'App-Key: {application.app_key}')} \\",
            '  -H "Nonce: $NONCE" -H "Timestamp: $TIMESTAMP" -H "Signature: $SIGNATURE" \\',
            "  -H 'Content-Type: application/json' \\",
            f"  --data-binary {shlex.quote(body)}",
        )
    )
