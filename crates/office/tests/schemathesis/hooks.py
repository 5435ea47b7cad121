"""What schemathesis is told besides the document."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """One line, or whatever was made instead of it."""
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
