// Keys, marking of words, search among the codes, and keeping one's place. Everything else is plain forms.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const desk = one("#desk");
  const said = one("#said");
  document.documentElement.classList.add("scripts");

  // A live region speaks when its text changes, not when the page arrives with it.
  const say = (text) => { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 60); };
  if (said && said.textContent.trim()) say(said.textContent.trim());

  // --- the list of keys ---------------------------------------------------------------------------

  const keys = one("dialog#keys");
  all("[data-opens=keys]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    keys.showModal();
  }));
  const switches = all("#keys-on");
  const keysOn = () => localStorage.getItem("qualcode-keys") !== "off";
  switches.forEach((box) => {
    box.checked = keysOn();
    box.addEventListener("change", () => localStorage.setItem("qualcode-keys", box.checked ? "on" : "off"));
  });
  document.documentElement.classList.toggle("no-keys", !keysOn());

  // Menus close when one clicks elsewhere.
  document.addEventListener("click", (event) => all("details.me[open], details.filters[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  }));

  if (!desk) {
    document.addEventListener("keydown", (event) => {
      if (keys && keysOn() && event.key === "?" && !typing(event.target)) keys.showModal();
    });
    return;
  }

  // --- keeping one's place ------------------------------------------------------------------------

  const id = desk.dataset.segment;
  const memory = {
    get: (name) => sessionStorage.getItem(`qualcode-${name}`),
    set: (name, value) => sessionStorage.setItem(`qualcode-${name}`, value),
    drop: (name) => sessionStorage.removeItem(`qualcode-${name}`),
  };
  const memo = one("#memo");
  const draft = `memo-${location.pathname}`;
  if (memo.value) memory.set(draft, memo.value);  // came back with a refusal
  else memo.value = memory.get(draft) || "";
  memo.addEventListener("input", () => memory.set(draft, memo.value));

  let pressed = null;
  desk.addEventListener("submit", (event) => {
    pressed = event.submitter;
    const done = pressed.id === "done";
    if (done && desk.dataset.guard && !desk.dataset.warned) {
      desk.dataset.warned = "yes";
      event.preventDefault();
      say(desk.dataset.guard);
      select(rows.find((row) => row.classList.contains("suggested")));
      return;
    }
    if (desk.dataset.sent) { event.preventDefault(); return; }  // a second press of an impatient finger
    desk.dataset.sent = "yes";
    memory.set("place", JSON.stringify({
      id, top: scrollY, code: pressed.closest(".row")?.dataset.code || "", value: pressed.value,
      focused: pressed === document.activeElement,
    }));
    if (done || pressed.value === "memo") memory.drop(draft);
  });
  desk.addEventListener("formdata", (event) => {
    // A half-written memo is not sent along with a decision; it waits in the field.
    if (pressed && pressed.id !== "done" && pressed.value !== "memo") event.formData.set("memo", "");
  });
  addEventListener("pageshow", () => { delete desk.dataset.sent; });

  // --- the rows -----------------------------------------------------------------------------------

  const rows = all(".row", desk);
  const current = () => rows.find((row) => row.getAttribute("aria-current"));
  const marks = all("#segment mark");
  const select = (row, scroll = true) => {
    if (!row) return;
    rows.forEach((other) => other.removeAttribute("aria-current"));
    row.setAttribute("aria-current", "true");
    light();
    if (scroll) row.scrollIntoView({ block: "nearest" });
  };
  const light = () => {
    const row = current();
    const undimmed = row && marks.some((mark) => mark.dataset.rows.split(" ").includes(row.dataset.number));
    marks.forEach((mark) => mark.classList.toggle(
      "dim", Boolean(undimmed) && !mark.dataset.rows.split(" ").includes(row.dataset.number)));
  };
  rows.forEach((row) => {
    row.addEventListener("focusin", () => select(row, false));
    row.addEventListener("click", () => select(row, false));
  });
  const move = (by) => {
    const at = rows.indexOf(current());
    const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
    select(row);
    if (row) say(one("h3", row).textContent.trim().replace(/\s+/g, " "));
  };
  const click = (selector) => { const row = current(); if (row) one(selector, row)?.click(); };

  const place = JSON.parse(memory.get("place") || "null");
  if (place && place.id === id) {
    scrollTo(0, place.top);
    const row = rows.find((other) => other.dataset.code === place.code);
    const again = row && all("button", row).find((button) => button.value === place.value);
    if (/^(valence|uncertain|whole)/.test(place.value)) select(row, false);
    if (place.focused && again) again.focus({ preventScroll: true });
    if (place.focused && again && !/^(valence|uncertain)/.test(place.value)) select(rows.find((r) => r.classList.contains("suggested")) || row, false);
  }
  memory.drop("place");
  light();

  // --- marking words ------------------------------------------------------------------------------

  const text = one("#segment");
  const whole = text.textContent;
  const points = (units) => [...whole.slice(0, units)].length;  // offsets are counted in code points
  const spanStart = one("#span-start"), spanEnd = one("#span-end"), spanBar = one("#span-bar");
  const words = [...whole.matchAll(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu)].map((m) => [m.index, m.index + m[0].length]);

  const range = (start, end) => {
    const made = document.createRange();
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.data.length;
      if (start >= before && start <= before + length) made.setStart(node, start - before);
      if (end >= before && end <= before + length) { made.setEnd(node, end - before); break; }
      before += length;
    }
    return made;
  };
  const unitsOf = (node, offset) => {
    const lead = document.createRange();
    lead.setStart(text, 0);
    lead.setEnd(node, offset);
    return lead.toString().length;
  };
  const mark = (start, end) => {
    if (end <= start) return;
    spanStart.value = points(start);
    spanEnd.value = points(end);
    const shown = one("#span-text");
    shown.textContent = shown.dataset.says.replace("{text}", whole.slice(start, end).replace(/\s+/g, " "));
    spanBar.hidden = false;
    one("#span-hint").hidden = true;
    if (CSS.highlights) CSS.highlights.set("span", new Highlight(range(start, end)));
    say(shown.textContent);
  };
  const unmark = () => {
    spanStart.value = spanEnd.value = "";
    spanBar.hidden = true;
    one("#span-hint").hidden = false;
    if (CSS.highlights) CSS.highlights.delete("span");
    getSelection().removeAllRanges();
  };
  one("#span-drop").addEventListener("click", unmark);
  const takeSelection = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const chosen = selection.getRangeAt(0);
    if (!text.contains(chosen.startContainer) || !text.contains(chosen.endContainer)) return;
    let start = unitsOf(chosen.startContainer, chosen.startOffset);
    let end = unitsOf(chosen.endContainer, chosen.endOffset);
    while (start < end && /\s/.test(whole[start])) start += 1;
    while (end > start && /\s/.test(whole[end - 1])) end -= 1;
    mark(start, end);
  };
  document.addEventListener("mouseup", () => setTimeout(takeSelection));
  document.addEventListener("touchend", () => setTimeout(takeSelection, 300));

  let marking = null;  // first and last word while the keys mark
  const showMarking = () => {
    const [from, to] = [Math.min(...marking), Math.max(...marking)];
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range(words[from][0], words[to][1]));
    say(whole.slice(words[from][0], words[to][1]));
  };
  const markKey = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8, Home: -words.length, End: words.length }[event.key];
    if (step) {
      const to = Math.min(Math.max(marking[1] + step, 0), words.length - 1);
      marking = event.shiftKey ? [marking[0], to] : [to, to];
      showMarking();
    } else if (event.key === "Enter") {
      const [from, to] = [Math.min(...marking), Math.max(...marking)];
      marking = null;
      getSelection().removeAllRanges();
      mark(words[from][0], words[to][1]);
    } else if (event.key === "Escape") {
      marking = null;
      unmark();
    } else if (event.key !== "Shift") return;
    text.classList.toggle("marking", Boolean(marking));
    event.preventDefault();
  };

  // --- choosing a code ----------------------------------------------------------------------------

  const picker = one("#picker"), search = one("#search"), title = one("#picker-title");
  const choices = all(".choices li", picker);
  const openPicker = (from = "") => {
    one("#change-from").value = from;
    const row = rows.find((other) => other.dataset.code === from);
    const name = row ? one("h3", row).lastChild.textContent.trim() : "";
    title.textContent = from ? title.dataset.change.replace("{name}", name) : title.dataset.add;
    picker.open = true;
    search.value = "";
    narrow();
    search.focus({ preventScroll: true });
    picker.scrollIntoView({ block: "nearest" });
  };
  const visible = () => choices.filter((choice) => !choice.hidden).map((choice) => one("button", choice));
  const narrow = () => {
    const asked = search.value.toLowerCase().trim().split(/\s+/);
    choices.forEach((choice) => {
      const own = choice.textContent.toLowerCase();
      choice.hidden = !asked.every((word) => own.includes(word));
    });
    one("#no-choice").hidden = visible().length > 0;
  };
  search.addEventListener("input", narrow);
  picker.addEventListener("toggle", () => { if (!picker.open) one("#change-from").value = ""; });
  picker.addEventListener("keydown", (event) => {
    const buttons = visible();
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") (buttons[at + 1] || buttons[at])?.focus();
    else if (event.key === "ArrowUp") (buttons[at - 1] || search).focus();
    else if (event.key === "Enter" && event.target === search) buttons[0]?.click();
    else if (event.key === "Escape") { search.value = ""; narrow(); picker.open = desk.closest(".blind") !== null; document.activeElement.blur(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  all("a[data-change]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    select(link.closest(".row"), false);
    openPicker(link.dataset.change);
  }));

  // --- keys ---------------------------------------------------------------------------------------

  const undo = () => one("#undo-button").click();
  const acts = {
    j: () => move(1), k: () => move(-1),
    a: () => click(".accept"), x: () => click(desk.closest(".blind") ? ".acts button" : ".reject"), e: () => click(".change"),
    l: () => openPicker(), m: () => memo.focus(), t: () => click(".doubt"),
    h: () => { const row = current(); if (row) one(".valences button", row)?.focus(); },
    s: () => { if (words.length) { marking = [0, 0]; text.classList.add("marking"); text.scrollIntoView({ block: "nearest" }); showMarking(); } },
    n: () => one("#done").click(), b: () => one(".moves [rel=prev]")?.click(), u: undo,
    "?": () => keys.showModal(),
  };
  function typing(target) {
    return target.matches?.("textarea, select, input:not([type=checkbox])");
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || keys.open) return;
    if (event.key === "Escape") {
      if (marking) { markKey(event); return; }
      all("details.me[open], details.filters[open]").forEach((menu) => { menu.open = false; });
      document.activeElement.blur();
      return;
    }
    if (typing(event.target)) {
      if (event.target === memo && event.key === "Enter" && (event.ctrlKey || event.metaKey)) one("[value=memo]", desk).click();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
      event.preventDefault();
      undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (marking) { markKey(event); return; }
    if (!keysOn()) return;
    const act = acts[event.key] || (/^[1-9]$/.test(event.key) && (() => select(rows[Number(event.key) - 1])));
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
