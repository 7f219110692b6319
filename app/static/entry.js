// Enter goes to the next field of a table of numbers; from the last one it saves.
"use strict";

for (const form of document.querySelectorAll("form[data-entry]")) {
  const fields = [...form.querySelectorAll("input[type=text]")];
  form.addEventListener("keydown", (event) => {
    const place = fields.indexOf(event.target);
    if (event.key !== "Enter" || place < 0 || place === fields.length - 1) return;
    event.preventDefault();
    fields[place + 1].focus();
    fields[place + 1].select();
  });
}
