// The least that shows a day's open times: an element written by hand for this measurement alone, without a
// calendar, a form, a second language or a way to book.

customElements.define(
  "by-hand",
  class extends HTMLElement {
    async connectedCallback() {
      const { slots } = await (await fetch(this.getAttribute("src"))).json();
      const root = this.attachShadow({ mode: "open" });
      for (const slot of slots) {
        const button = document.createElement("button");
        const hour = String(Math.floor(slot.minutes / 60)).padStart(2, "0");
        button.textContent = `${hour}:${String(slot.minutes % 60).padStart(2, "0")}`;
        button.disabled = slot.status !== "open";
        button.onclick = () => (this.dataset.chosen = slot.minutes);
        root.append(button);
      }
    }
  },
);
