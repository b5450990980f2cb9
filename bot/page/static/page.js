"use strict";
// The page's own behaviour: citations open the article at their passage and lead back again.
// The bar and the article are drawn by the server, escaped there; this only places, wraps and focuses.
(() => {
  const LINK = /(?:^|\/)article#([0-9A-Za-z]+)((?:\/[pcew]\d+-\d+)*)$/;
  const KINDS = { p: "passage", c: "context", e: "evidence", w: "words" }; // as bot/highlight.py names them
  const narrow = matchMedia("(max-width: 820px)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const POLL = 400; // milliseconds between two looks at how far loading is
  const seen = new Set(); // ids of answers that have been shown in the article already
  let count = 0; // questions in the conversation
  let origin = null; // the link that the reader followed into the article

  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const reading = () => document.body.classList.contains("fn-reading");

  function target(link) {
    const match = LINK.exec(link.getAttribute("href") || "");
    if (!match) return null;
    const pairs = match[2].split("/").slice(1);
    const spans = pairs.map((pair) => [KINDS[pair[0]], ...pair.slice(1).split("-").map(Number)]);
    return { key: match[1], spans };
  }

  // Offsets count code points, as Python does; the browser counts UTF-16 units.
  function units(text, points) {
    let unit = 0;
    for (let left = points; left > 0 && unit < text.length; left -= 1) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
    }
    return unit;
  }

  function wrap(block, from, to, kind) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    let at = 0;
    for (const node of nodes) {
      const length = [...node.data].length;
      const [start, end] = [Math.max(from - at, 0), Math.min(to - at, length)];
      at += length;
      if (start >= end) continue;
      const tail = units(node.data, end);
      if (tail < node.length) node.splitText(tail);
      const piece = start > 0 ? node.splitText(units(node.data, start)) : node;
      const mark = document.createElement("mark");
      mark.className = `fn-live fn-${kind}`;
      piece.replaceWith(mark);
      mark.append(piece);
    }
  }

  function clear() {
    for (const mark of all("mark.fn-live")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    all(".fn-in-passage").forEach((block) => block.classList.remove("fn-in-passage"));
    all(".fn-current").forEach((chip) => chip.classList.remove("fn-current"));
  }

  function highlight({ key, spans }) {
    const article = document.getElementById(`doc-${key}`);
    if (!article) return null;
    clear();
    const blocks = all(".fn-block", article);
    spans.forEach(([kind, start, end]) => {
      for (const block of blocks) {
        const first = Number(block.dataset.start);
        if (first < end && start < Number(block.dataset.end)) {
          const whole = kind === "passage" && start <= first && end >= Number(block.dataset.end);
          block.classList.toggle("fn-in-passage", whole || block.classList.contains("fn-in-passage"));
          wrap(block, Math.max(start - first, 0), end - first, kind);
        }
      }
    });
    return find("mark.fn-evidence", article) || find("mark.fn-passage", article) || article;
  }

  // The passage begins at the top when its evidence is then in view as well.
  function scrollTo(element) {
    const box = element.closest(".fn-scroll");
    if (!box) return;
    const outer = box.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    const passage = find("mark.fn-passage", box)?.getBoundingClientRect();
    const fits = passage && inner.bottom - passage.top < 0.6 * outer.height;
    const room = element.matches("article") ? 0 : fits ? 0.12 * outer.height : 0.25 * outer.height;
    const top = (fits ? passage : inner).top - outer.top + box.scrollTop - room;
    box.scrollTo({ top, behavior: still.matches || narrow.matches ? "auto" : "smooth" });
  }

  function announce(link) {
    const [live, pane] = [document.getElementById("fn-live"), document.getElementById("fn-pane")];
    const number = find(".fn-number", link);
    if (!live || !pane) return;
    live.textContent = number ? pane.dataset.shown.replace("{number}", number.textContent) : "";
  }

  // focus: whether the reader asked to go there, or it is only shown beside a new answer.
  function show(link, { focus }) {
    const where = target(link);
    const found = where && highlight(where);
    if (!found) return false;
    if (link.matches(".fn-chip, .fn-near")) link.classList.add("fn-current");
    if (focus) {
      if (!link.closest(".fn-bar")) origin = link;
      openSheet();
      found.tabIndex = -1;
      found.focus({ preventScroll: true });
      announce(link);
    }
    scrollTo(found);
    return true;
  }

  function openSheet() {
    document.body.classList.toggle("fn-led", origin !== null);
    if (!narrow.matches || reading()) return;
    document.body.classList.add("fn-reading");
    const chat = document.getElementById("fn-chat");
    if (chat) chat.inert = true;
    history.pushState({ fnReading: true }, "");
  }

  function closeSheet() {
    document.body.classList.remove("fn-reading", "fn-led");
    const chat = document.getElementById("fn-chat");
    if (chat) chat.inert = false;
    const there = origin && (origin.isConnected ? origin : find(`a[href="${origin.getAttribute("href")}"]`));
    (there || find(".fn-open") || document.body).focus();
    origin = null;
  }

  function back() {
    if (reading() && history.state?.fnReading) history.back();
    else closeSheet();
  }

  async function copy(button) {
    const answer = button.closest(".fn-answer");
    const text = (element) => (element ? element.textContent.trim() : "");
    const quotes = all(".fn-quotes > li", answer).map((item) => {
      const place = text(find("cite", item));
      return `${text(find(".fn-number", item))} “${text(find("blockquote", item))}”${place && ` (${place})`}`;
    });
    const whole = [text(find(".fn-said", answer)), ...quotes].join("\n\n");
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(whole);
      button.textContent = button.value;
      setTimeout(() => (button.textContent = label), 2000);
    } catch {
      window.prompt(label, whole); // without a secure connection a page may not write to the clipboard
    }
  }

  // The receipt travels with the message; whoever holds it can have every quotation proven again.
  const receipt = (button) => JSON.parse(button.value);
  const send = (path, body) =>
    fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  async function verify(button) {
    const proof = find(".fn-proof", button.parentNode);
    try {
      const report = await (await send("v1/verify", receipt(button))).json();
      proof.textContent = report.summary || report.error;
      proof.classList.toggle("fn-proven", report.proven === true);
    } catch (error) {
      proof.textContent = String(error);
    }
  }

  async function exportAll(button) {
    let text;
    try {
      const reply = await send("v1/export", all("#fn-log .fn-receipt").map(receipt));
      text = await reply.text();
      if (!reply.ok) throw new Error(text);
    } catch (error) {
      return window.alert(`${button.textContent}: ${error.message}`);
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    link.download = "conversation.md";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function edit(button) {
    const box = find("#fn-box textarea");
    box.value = find("q", button.parentNode).textContent;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function onClick(event) {
    const at = (selector) => event.target.closest?.(selector);
    const link = at("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && plain && target(link)) {
      // On this page's own address a link would load the page anew and lose the conversation.
      if (show(link, { focus: true })) event.preventDefault();
    } else if (at(".fn-back")) back();
    else if (at(".fn-open")) {
      openSheet();
      find(".fn-back")?.focus();
    } else if (at(".fn-copy")) copy(at(".fn-copy"));
    else if (at(".fn-verify")) verify(at(".fn-verify"));
    else if (at(".fn-edit")) edit(at(".fn-edit"));
    else if (at("#fn-export")) exportAll(at("#fn-export"));
  }

  function onKey(event) {
    const inside = event.target.closest?.("#fn-pane");
    if (event.key === "Escape" && (inside || reading())) back();
  }

  // What was asked leaves the box once it stands above; what is typed meanwhile stays.
  function emptyBox() {
    const asked = all("#fn-log .fn-asked");
    const box = find("#fn-box textarea");
    if (asked.length > count && box && box.value.trim() === (find("q", asked.at(-1)) || asked.at(-1)).textContent.trim()) {
      box.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    count = asked.length;
  }

  function onChange() {
    emptyBox();
    // Gradio names each message with its whole source, which a screen reader would read out.
    all("#fn-log [data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
    const latest = all("#fn-log .fn-answer[id]").at(-1);
    if (!latest || seen.has(latest.id)) return;
    seen.add(latest.id);
    const chip = find(".fn-said .fn-chip", latest);
    if (chip && !narrow.matches) show(chip, { focus: false });
  }

  // The bar and the article stand in the body, outside of what Gradio draws and redraws.
  function place(name, id, markup) {
    let element = document.getElementById(id);
    if (!element) {
      element = document.createElement(name);
      element.id = id;
      document.body.append(element);
    }
    element.innerHTML = markup;
  }

  async function load(version = "") {
    let shell = { version, finished: false };
    try {
      const answer = await fetch(`footnote/shell?seen=${encodeURIComponent(version)}`);
      shell = await answer.json();
      if (find("#fn-top")?.innerHTML !== shell.bar) place("header", "fn-top", shell.bar);
      if (shell.pane !== null) place("aside", "fn-article", shell.pane);
    } catch {
      // The server is restarting, perhaps; the next look may find it again.
    }
    if (!shell.finished) setTimeout(() => load(shell.version), POLL);
  }

  let due = false;
  function onMutation() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      onChange();
    });
  }

  function openAddress() {
    const link = document.createElement("a");
    link.setAttribute("href", `article${location.hash}`);
    const where = target(link);
    const found = where && highlight(where);
    if (found) scrollTo(found);
  }

  function start() {
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    addEventListener("popstate", () => reading() && closeSheet());
    if (document.body.classList.contains("fn-alone")) {
      document.body.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
      addEventListener("hashchange", openAddress);
      openAddress();
    } else {
      const live = document.createElement("p");
      live.id = "fn-live";
      live.className = "fn-hidden";
      live.setAttribute("role", "status");
      document.body.append(live);
      load();
      new MutationObserver(onMutation).observe(document.body, { childList: true, subtree: true });
    }
  }

  start();
})();
