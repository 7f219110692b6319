// Lets a field for text be as high as what is in it, where the browser cannot do so by itself.
"use strict";

(() => {
  if (CSS.supports("field-sizing", "content")) {
    return;
  }
  const fit = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  for (const field of document.querySelectorAll("textarea.grows")) {
    field.addEventListener("input", () => fit(field));
    fit(field);
  }
})();
