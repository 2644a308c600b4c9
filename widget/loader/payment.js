// Stripe's payment form. It is in the page's own tree, as a child of the element that the widget's slot shows: it does
// not work in a shadow root.

import { doc, globalOf } from "./unclobbered.js";
import { forgetPayment, rememberPayment, returnUrl } from "./payment-return.js";

const scripts = new Map();

/** Promises that a script has run; asked for once a page. */
function load(address, trusted) {
  if (!scripts.has(address)) {
    const loading = new Promise((resolve, reject) => {
      const script = Object.assign(doc.createElement("script"), { src: trusted.createScriptURL(address), async: true });
      script.onload = resolve;
      script.onerror = () => {
        script.remove();
        scripts.delete(address);
        reject(new Error("the payment form's script could not be loaded"));
      };
      doc.head.append(script);
    });
    scripts.set(address, loading);
  }
  return scripts.get(address);
}

/** The outcome that Stripe's answer stands for. */
function outcomeOf({ error, paymentIntent, setupIntent }) {
  // A guest who declined at their bank may get no error.
  if (!error) return (paymentIntent ?? setupIntent)?.status === "requires_payment_method" ? "abandoned" : "taken";
  const { type, code, decline_code: reason } = error;
  if (code === "payment_intent_authentication_failure" || code === "setup_intent_authentication_failure") {
    return "abandoned";
  }
  if (type === "card_error" || reason) return "declined";
  if (type === "validation_error") return "incomplete";
  // Stripe's stand-in in tests has a message only.
  return /authentication/i.test(error.message) ? "abandoned" : "failed";
}

/** The form of an element: `prepare` shows it, `confirm` pays with it, `end` takes it away. */
export function payment(element, trusted) {
  let place, pay, opener;

  const end = () => {
    place?.remove();
    place = pay = undefined;
  };

  /** In the colours and the language around the widget. */
  const looks = () => {
    const root = element.shadowRoot.querySelector(".couvert") ?? element;
    const { color, fontFamily, fontSize } = getComputedStyle(root);
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches && element.getAttribute("theme") !== "light";
    return {
      theme: isDark || element.getAttribute("theme") === "dark" ? "night" : "stripe",
      variables: { colorText: color, fontFamily, fontSizeBase: fontSize, spacingUnit: "4px" },
    };
  };

  return {
    async prepare(script, key, secret) {
      end();
      await load(script, trusted);
      const stripe = globalOf("Stripe")(key);
      const locale = element.shadowRoot.querySelector(".couvert")?.lang || "auto";
      opener = secret;
      const isSetup = secret.startsWith("seti_");
      place = Object.assign(doc.createElement("div"), { slot: "couvert-payment" });
      element.append(place);
      // A server that plays Stripe has the older form alone.
      if (!stripe.confirmPayment) {
        const card = stripe.elements().create("card");
        card.mount(place);
        const method = { payment_method: { card } };
        pay = () => (isSetup ? stripe.confirmCardSetup(secret, method) : stripe.confirmCardPayment(secret, method));
        return;
      }
      const elements = stripe.elements({ clientSecret: secret, appearance: looks(), locale });
      const form = elements.create("payment");
      await new Promise((resolve, reject) => {
        form.on("ready", resolve);
        form.on("loaderror", reject);
        form.mount(place);
      });
      pay = () => {
        const confirmParams = { return_url: returnUrl() };
        return stripe[isSetup ? "confirmSetup" : "confirmPayment"]({ elements, confirmParams, redirect: "if_required" });
      };
    },

    /** Pays for what `link` leads to, such as `manage=ID.TOKEN`. Where that leads away, there is no answer. */
    async confirm(restaurant, link) {
      rememberPayment(opener, restaurant, link);
      try {
        return outcomeOf(await pay());
      } finally {
        forgetPayment();
      }
    },

    end,
  };
}
