// The button that prints the day list. Without this script the browser's own menu prints the same page.
"use strict";
{
  const button = document.getElementById("print");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
