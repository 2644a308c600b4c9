// Puts a gift card together and orders it, as a purchaser does.

import { expect } from "./test.ts";
import type { Widget } from "./widget.ts";

/** Presses what is drawn for a radio, its label. */
async function choose(widget: Widget, name: string): Promise<void> {
  await widget.root.getByText(name, { exact: true }).click();
  await expect(widget.radio(name)).toBeChecked();
}

/** Puts a card together and orders it. */
export async function order(widget: Widget): Promise<void> {
  await choose(widget, "Another amount");
  await widget.field("Amount in EUR").fill("75,50");
  await widget.field("Message on the card").fill("Happy birthday!");
  await widget.button("Continue").click();
  await expect(widget.heading("Who is it for?")).toBeFocused();
  await choose(widget, "The recipient, directly");
  await widget.field("Recipient’s e-mail").fill("grete@example.com");
  await widget.field("Name on the card").fill("Grete");
  await widget.field("Your name").fill("Ada Muster");
  await widget.field("Your e-mail").fill("ada.muster@example.com");
  const preview = widget.root.getByRole("complementary", { name: "Preview of the card" });
  for (const text of ["€75.50", "For Grete", "Happy birthday!", "Never expires"]) {
    await expect(preview).toContainText(text);
  }
  await widget.button("Continue").click();
  await expect(widget.heading("Is everything right?")).toBeFocused();
  await expect(widget.root.getByText("The card never expires.")).toBeVisible();
  await expect(widget.root.getByText("within 14 days")).toBeVisible();
  await widget.button("Order and pay €75.50").click();
  await expect(widget.heading("Pay €75.50")).toBeFocused();
}
