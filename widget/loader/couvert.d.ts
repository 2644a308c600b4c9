// Types of Couvert's element, its events and `window.couvert`, for pages written in TypeScript. Served as
// `/embed.d.ts`; copy it into a project and include it. It declares global names and imports nothing.

/** The attributes of `<couvert-booking>`; on a script tag or a `div` they begin with `data-`. */
interface CouvertAttributes {
  /** The venue's id. */
  restaurant: string;
  /** `auto` (the page's language, then the browser's), or a language tag. */
  language?: string;
  /** In the page's text, behind a button in the corner, or in a dialog that the page opens itself. */
  mode?: "inline" | "button" | "popup";
  /** CSS selectors, separated by commas: a press on what matches opens the dialog. */
  "open-selectors"?: string;
  /** Hides the button of the mode `button`. */
  "hide-button"?: "" | "true" | "false" | boolean;
  /** The widget's view. */
  view?: "reservation" | "extras" | "gift-card" | "manage" | "waitlist";
  /** A prefill: an experience's id, the number of guests, a day (`YYYY-MM-DD`), a time (`HH:MM`). */
  experience?: string;
  attendees?: number | string;
  date?: string;
  time?: string;
  /** The accent colour, `#rgb` or `#rrggbb`. */
  color?: string;
  theme?: "auto" | "light" | "dark";
  /** Tells the page's `dataLayer` of events. */
  "data-layer"?: "" | "true" | "false" | boolean;
}

/** The fields of every event's `detail`. No event holds personal data. */
interface CouvertDetail {
  /** The version of the detail's form. Fields may be added to a version; none is taken away. */
  version: 1;
}

interface CouvertStepDetail extends CouvertDetail {
  /** Of a booking; the other views have steps of their own. */
  step: "find" | "extras" | "details" | "review" | "done" | string;
}

interface CouvertReservedDetail extends CouvertDetail {
  experienceId: string;
  /** The venue's own day, `YYYY-MM-DD`. */
  day: string;
  /** Minutes after the venue's midnight; may pass 1440. */
  minutes: number;
  attendees: number;
  status: string;
}

/** A gift card was ordered and paid for. */
interface CouvertGiftCardOrderedDetail extends CouvertDetail {
  templateId: string;
  /** In minor units, such as cents. */
  amount: number;
  currency: string;
}

interface CouvertErrorDetail extends CouvertDetail {
  /**
   * The stable code of the API's answer; `offline` where no answer came; `unreadable` where it was none of the API's;
   * `unsupported` where the widget cannot run.
   */
  code: "offline" | "unreadable" | "unsupported" | (string & {});
}

/** The events: they bubble, also out of shadow roots. */
interface CouvertEventMap {
  "couvert:ready": CustomEvent<CouvertDetail>;
  "couvert:step": CustomEvent<CouvertStepDetail>;
  "couvert:reserved": CustomEvent<CouvertReservedDetail>;
  "couvert:gift-card-ordered": CustomEvent<CouvertGiftCardOrderedDetail>;
  "couvert:closed": CustomEvent<CouvertDetail>;
  "couvert:error": CustomEvent<CouvertErrorDetail>;
}

interface GlobalEventHandlersEventMap extends CouvertEventMap {}

interface HTMLElementTagNameMap {
  "couvert-booking": HTMLElement;
}

/** A call by its name, as it is kept until the script is there. */
type CouvertCall = ["open", (Element | string)?] | ["close"] | ["refresh"];

interface Couvert {
  /**
   * Opens the dialog of an element, named by itself or a selector, or else of the first that has one. A
   * widget in the page's text is scrolled to.
   */
  open(element?: Element | string): void;
  close(): void;
  /** Asks for fresh availability. */
  refresh(): void;
  push(...calls: CouvertCall[]): void;
}

interface Window {
  /** An array until the script is there: `(window.couvert ||= []).push(["open"])`. */
  couvert: Couvert | CouvertCall[];
}

/** For JSX. React 19 and later: `declare module "react" { namespace JSX { interface IntrinsicElements extends CouvertElements {} } }`. */
interface CouvertElements {
  "couvert-booking": CouvertAttributes & {
    id?: string;
    class?: string;
    className?: string;
    style?: object;
    hidden?: boolean;
    lang?: string;
    ref?: unknown;
    key?: string | number | bigint | null;
    children?: unknown;
  };
}

declare namespace JSX {
  interface IntrinsicElements extends CouvertElements {}
}
