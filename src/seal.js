// Seals a response on the device: JWE (RFC 7516) by the cryptography that every browser has. `docs/formats/sealed.md`
// says what comes of it, byte by byte.
//
// The module fetches this file with the first survey that has keys, and seals nothing to them, before it asks anything.

/** What the collector has to know of a response stays in clear. Everything else is sealed, whatever it is. */
const CLEAR = [
  "assisted",
  "finished_at",
  "id",
  "language",
  "mode",
  "receipt_hash",
  "revision",
  "started_at",
  "survey",
  "ward",
];

/** `{"alg":"ECDH-ES+A256KW","enc":"A256GCM"}` */
const PROTECTED = "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIsImVuYyI6IkEyNTZHQ00ifQ";
const ALGORITHM = "ECDH-ES+A256KW";
const KIND = { crv: "P-256", kty: "EC" };
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const TAG_BYTES = 16;

// Where the page is not secure there is none, and the first call fails.
const { subtle } = crypto;

/**
 * `response`, the JSON of one, sealed to each of `keys`, any one of which opens it. A key is a line: its name, its `x`
 * and its `y` as in a JWK. Sealed anew it is other bytes: what comes of it is kept and sent again.
 */
export async function seal(response, keys) {
  const clear = {};
  const secret = {};
  for (const [name, value] of Object.entries(JSON.parse(response))) {
    (CLEAR.includes(name) ? clear : secret)[name] = value;
  }
  const contentKey = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const aad = encoded(utf8(canonical(clear)));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = utf8(`${PROTECTED}.${aad}`);
  const made = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, contentKey, utf8(canonical(secret)));
  return canonical({
    aad,
    ciphertext: encoded(made.slice(0, -TAG_BYTES)),
    iv: encoded(iv),
    protected: PROTECTED,
    recipients: await Promise.all(keys.trim().split("\n").map((key) => recipient(key, contentKey))),
    tag: encoded(made.slice(-TAG_BYTES)),
  });
}

/** The content key for the holder of one key. */
async function recipient(key, contentKey) {
  const [kid, x, y] = key.split(" ");
  const theirs = await subtle.importKey("jwk", { ...KIND, x, y }, CURVE, false, []);
  const once = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const agreed = await subtle.deriveBits({ name: "ECDH", public: theirs }, once.privateKey, 256);
  const wrapping = await subtle.importKey("raw", await derived(agreed), "AES-KW", false, ["wrapKey"]);
  const wrapped = await subtle.wrapKey("raw", contentKey, wrapping, "AES-KW");
  const point = await subtle.exportKey("jwk", once.publicKey);
  return { encrypted_key: encoded(wrapped), header: { epk: { ...KIND, x: point.x, y: point.y }, kid } };
}

/** The one round of Concat KDF that 256 bits take (RFC 7518, section 4.6.2). */
function derived(agreed) {
  const number = (value) => [0, 0, value >> 8, value & 255];
  const algorithm = utf8(ALGORITHM);
  const named = [...number(algorithm.length), ...algorithm, ...number(0), ...number(0), ...number(256)];
  return subtle.digest("SHA-256", new Uint8Array([...number(1), ...new Uint8Array(agreed), ...named]));
}

/** JSON in its one right form (RFC 8785): names in order, and no gaps. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${fields}}`;
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

/** base64url without padding. */
function encoded(bytes) {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
