// The other side, by the functions that every browser has: `node with_webcrypto.mjs seal`,
// `node with_webcrypto.mjs open < by_koe.json`.
import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const keys = read("keys.json");
const content = read("content.json");
const { subtle } = globalThis.crypto;
const utf8 = (text) => new TextEncoder().encode(text);
const encode = (bytes) => Buffer.from(bytes).toString("base64url");
const decode = (text) => new Uint8Array(Buffer.from(text, "base64url"));
const curve = { name: "ECDH", namedCurve: "P-256" };
const protected_ = encode(utf8('{"alg":"ECDH-ES+A256KW","enc":"A256GCM"}'));

const point = ({ x, y }) => subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, curve, false, []);

const thumbprint = async ({ x, y }) =>
  encode(await subtle.digest("SHA-256", utf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)));

async function wrappingKey(secret, other, use) {
  const agreed = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: other }, secret, 256));
  const word = (number) => [0, 0, 0, number];
  const name = utf8("ECDH-ES+A256KW");
  const info = [...word(name.length), ...name, ...word(0), ...word(0), 0, 0, 1, 0];
  const key = await subtle.digest("SHA-256", new Uint8Array([...word(1), ...agreed, ...info]));
  return subtle.importKey("raw", key, "AES-KW", false, [use]);
}

async function seal() {
  const contentKey = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const recipients = [];
  for (const key of keys) {
    const once = await subtle.generateKey(curve, true, ["deriveBits"]);
    const { x, y } = await subtle.exportKey("jwk", once.publicKey);
    const wrapped = await subtle.wrapKey(
      "raw", contentKey, await wrappingKey(once.privateKey, await point(key), "wrapKey"), "AES-KW");
    recipients.push({
      encrypted_key: encode(wrapped),
      header: { epk: { crv: "P-256", kty: "EC", x, y }, kid: await thumbprint(key) },
    });
  }
  const aad = encode(utf8(content.clear));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const made = new Uint8Array(await subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: utf8(`${protected_}.${aad}`) }, contentKey, utf8(content.secret)));
  const [ciphertext, tag] = [made.slice(0, -16), made.slice(-16)].map(encode);
  return JSON.stringify({ aad, ciphertext, iv: encode(iv), protected: protected_, recipients, tag });
}

async function open(sealed) {
  for (const key of keys) {
    const id = await thumbprint(key);
    const { header, encrypted_key } = sealed.recipients.find(({ header }) => header.kid === id);
    const own = await subtle.importKey(
      "jwk", { kty: "EC", crv: "P-256", x: key.x, y: key.y, d: key.d }, curve, false, ["deriveBits"]);
    const contentKey = await subtle.unwrapKey(
      "raw", decode(encrypted_key), await wrappingKey(own, await point(header.epk), "unwrapKey"), "AES-KW",
      "AES-GCM", false, ["decrypt"]);
    const bytes = new Uint8Array([...decode(sealed.ciphertext), ...decode(sealed.tag)]);
    const additionalData = utf8(`${sealed.protected}.${sealed.aad}`);
    const secret = await subtle.decrypt({ name: "AES-GCM", iv: decode(sealed.iv), additionalData }, contentKey, bytes);
    if (new TextDecoder().decode(secret) !== content.secret) throw new Error("the secret is another");
    if (new TextDecoder().decode(decode(sealed.aad)) !== content.clear) throw new Error("the clear part is another");
  }
  return `opened by each of ${keys.length} keys`;
}

console.log(process.argv[2] === "seal" ? await seal() : await open(JSON.parse(readFileSync(0, "utf8"))));
