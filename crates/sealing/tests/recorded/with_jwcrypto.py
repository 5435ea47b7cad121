"""The other side, by jwcrypto: `python3 with_jwcrypto.py seal`, `python3 with_jwcrypto.py open < by_koe.json`."""

import json
import pathlib
import sys

from jwcrypto import jwe, jwk

HERE = pathlib.Path(__file__).parent
KEYS = [jwk.JWK(**key) for key in json.loads((HERE / "keys.json").read_text())]
CONTENT = json.loads((HERE / "content.json").read_text())


def seal():
    sealed = jwe.JWE(
        CONTENT["secret"].encode(),
        protected='{"alg":"ECDH-ES+A256KW","enc":"A256GCM"}',
        aad=CONTENT["clear"].encode(),
    )
    for key in KEYS:
        public = jwk.JWK(**key.export_public(as_dict=True))
        sealed.add_recipient(public, header=json.dumps({"kid": key.thumbprint()}))
    return sealed.serialize()


def open_(sealed):
    for key in KEYS:
        opened = jwe.JWE()
        opened.deserialize(sealed, key)
        assert opened.payload.decode() == CONTENT["secret"], "the secret is another"
        assert opened.objects["aad"] in (CONTENT["clear"], CONTENT["clear"].encode()), "the clear part is another"
    return f"opened by each of {len(KEYS)} keys"


print(seal() if sys.argv[1] == "seal" else open_(sys.stdin.read()))
