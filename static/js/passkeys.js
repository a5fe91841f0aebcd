// Passkeys: the one thing that a browser does only by script. A form with data-passkey ("create" or "get") is sent with
// what the device answers to the options that stand on the page.
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (mark) => mark.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (credentials) => (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function readable(options) {
    const readable = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (readable.user) readable.user = { ...readable.user, id: bytes(readable.user.id) };
    if (readable.excludeCredentials) readable.excludeCredentials = known(readable.excludeCredentials);
    if (readable.allowCredentials) readable.allowCredentials = known(readable.allowCredentials);
    return { publicKey: readable };
  }

  function sendable(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"])
      if (credential.response[name]) response[name] = text(credential.response[name]);
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button");
    const failed = form.querySelector("[role=alert][hidden]");
    const answer = form.querySelector("input[name=credential]");
    if (!window.PublicKeyCredential) {
      failed.hidden = false;
      continue;
    }
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (answer.value) return;
      event.preventDefault();
      button.disabled = true;
      failed.hidden = true;
      try {
        const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
        answer.value = sendable(await navigator.credentials[form.dataset.passkey](readable(options)));
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
