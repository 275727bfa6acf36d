"""A push service on the loopback that does what RFC 8030 asks, and the browser behind it that reads (RFC 8291)."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tungnha.units.notices import push


class Browser:
    """Its own keys, made here; `read` opens what only it can read."""

    def __init__(self, private: ec.EllipticCurvePrivateKey | None = None, secret: bytes = bytes(range(16))) -> None:
        self.key, self.secret = private or ec.generate_private_key(push.CURVE), secret

    @property
    def public(self) -> bytes:
        return push.raw_public(self.key)

    def asked(self, endpoint: str) -> str:
        """As `JSON.stringify(subscription)` gives it."""
        keys = {"p256dh": push.to_text(self.public), "auth": push.to_text(self.secret)}
        return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})

    def read(self, body: bytes) -> bytes:
        salt, length = body[:16], body[20]
        theirs, cipher = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, theirs))
        both = derived(shared, self.secret, b"WebPush: info\0" + self.public + theirs, 32)
        key = derived(both, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(both, salt, b"Content-Encoding: nonce\0", 12)
        return AESGCM(key).decrypt(nonce, cipher, None).rstrip(b"\0").removesuffix(b"\x02")


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


class Service(BaseHTTPRequestHandler):
    """Takes a message when its token is signed for this very origin; `server.answer` is what it says."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = self.server.answer if self.is_vouched_for() else 403
        if said == 201:
            self.server.taken.append((self.path, dict(self.headers), body))
        self.send_response(said)
        self.end_headers()

    def is_vouched_for(self) -> bool:
        kind, _, rest = self.headers["Authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        head, claims, signature = parts["t"].split(".")
        key = ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, push.from_text(parts["k"]))
        raw = push.from_text(signature)
        r, s = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
        key.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        told = json.loads(push.from_text(claims))
        host, port = self.server.server_address
        return kind == "vapid" and told["aud"] == f"http://{host}:{port}" and told["sub"].startswith("mailto:")

    def log_message(self, *_):
        pass


class Running:
    """`with Running() as service`: `origin`, `taken`, `answer`."""

    def __enter__(self) -> ThreadingHTTPServer:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
        self.server.taken, self.server.answer = [], 201
        host, port = self.server.server_address
        self.server.netloc, self.server.origin = f"{host}:{port}", f"http://{host}:{port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()
