"""Opens with somebody else's library what a device has sealed: `python3 opened.py KEY < SEALED`."""

import json
import sys

from jwcrypto import jwe, jwk

with open(sys.argv[1], encoding="utf-8") as file:
    key = jwk.JWK.from_json(file.read())
opened = jwe.JWE()
opened.deserialize(sys.stdin.read(), key)
clear = opened.objects["aad"]
clear = clear.decode() if isinstance(clear, bytes) else clear
print(json.dumps({"clear": clear, "secret": opened.payload.decode()}))
