// A provider of accounts: the library of others that is certified for it, with pages of its own. Whatever name is typed is
// somebody's. It says where it is on its first line.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [library, redirect, secret] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(createRequire(library).resolve("oidc-provider")));
const server = createServer();
server.listen(0, "localhost", () => {
  // Another name than that of the office makes it another site.
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "koe", client_secret: secret, redirect_uris: [redirect] }],
    cookies: { keys: [secret] },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    // Its pages ask for a font from far away, and show nothing until it has come.
    response.setHeader("content-security-policy", "style-src 'unsafe-inline'");
    answer(request, response);
  });
  console.log(issuer);
});
