// The widget's texts in both languages, as far as tests look for them.

/** A guest's language: the page they read and the words they meet there. */
export interface Words {
  language: string;
  /** The device's language and region. */
  locale: string;
  /** The demo page in this language. */
  page: string;
  experiences: Record<"dinner" | "lunch" | "brunch" | "chefs-table" | "late-plates", string>;
  find: string;
  extras: string;
  details: string;
  review: string;
  booked: string;
  toPay: string;
  requested: string;
  tablesFree: string;
  earlierMonth: string;
  laterMonth: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  notes: string;
  goOn: string;
  back: string;
  confirm: string;
  confirmPayment: string;
  confirmRequest: string;
  sendAgain: string;
  bookAnother: string;
  nextDay: string;
  guests(count: number): string;
}

export const english: Words = {
  language: "English",
  locale: "en-GB",
  page: "/",
  experiences: {
    dinner: "Dinner",
    lunch: "Lunch",
    brunch: "Sunday brunch",
    "chefs-table": "Chef’s table",
    "late-plates": "Late plates at the bar",
  },
  find: "Reserve a table",
  extras: "What may we prepare?",
  details: "Your details",
  review: "Is everything right?",
  booked: "Your table is reserved",
  toPay: "Pay to keep your table",
  requested: "Your request has been sent",
  tablesFree: "tables free",
  earlierMonth: "Previous month",
  laterMonth: "Next month",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail",
  phone: "Phone",
  notes: "Wishes",
  goOn: "Continue",
  back: "Back",
  confirm: "Reserve now",
  confirmPayment: "Reserve with obligation to pay",
  confirmRequest: "Send request",
  sendAgain: "Try again",
  bookAnother: "Make another reservation",
  nextDay: "next day",
  guests: (count) => (count === 1 ? "1 guest" : `${count} guests`),
};

export const german: Words = {
  language: "German",
  locale: "de-AT",
  page: "/de",
  experiences: {
    dinner: "Abendessen",
    lunch: "Mittagessen",
    brunch: "Sonntagsbrunch",
    "chefs-table": "Küchentisch",
    "late-plates": "Späte Teller an der Bar",
  },
  find: "Tisch reservieren",
  extras: "Was dürfen wir vorbereiten?",
  details: "Ihre Angaben",
  review: "Stimmt alles?",
  booked: "Ihr Tisch ist reserviert",
  toPay: "Bezahlen Sie, um Ihren Tisch zu behalten",
  requested: "Ihre Anfrage ist unterwegs",
  tablesFree: "Tische frei",
  earlierMonth: "Voriger Monat",
  laterMonth: "Nächster Monat",
  firstName: "Vorname",
  lastName: "Nachname",
  email: "E-Mail",
  phone: "Telefon",
  notes: "Wünsche",
  goOn: "Weiter",
  back: "Zurück",
  confirm: "Jetzt reservieren",
  confirmPayment: "Zahlungspflichtig reservieren",
  confirmRequest: "Anfrage senden",
  sendAgain: "Noch einmal versuchen",
  bookAnother: "Weitere Reservierung",
  nextDay: "am Folgetag",
  guests: (count) => (count === 1 ? "1 Person" : `${count} Personen`),
};

/** A day's date as `words` write it, wherever it stands in a text. */
export function date(words: Words, day: string): RegExp {
  const number = Number(day.slice(8));
  return new RegExp(`(^|\\D)${number}\\.? ${month(words, day)}`);
}

/** A day's date in short, wherever it stands in a text. */
export function shortDate(words: Words, day: string): RegExp {
  return new RegExp(`(^|\\D)${Number(day.slice(8))}\\.? ${month(words, day).slice(0, 2)}`);
}

/** A day's month and year as `words` write them. */
export function month(words: Words, day: string): string {
  const format = new Intl.DateTimeFormat(words.locale, { timeZone: "UTC", month: "long", year: "numeric" });
  return format.format(Date.parse(day));
}

/** A time as the clock shows it, such as `19:30`; some locales write no zero before a single digit. */
export function clock(minutes: number): RegExp {
  const [hours, rest] = [Math.floor(minutes / 60) % 24, minutes % 60];
  return new RegExp(`(^|\\D)0?${hours}:${String(rest).padStart(2, "0")}`);
}

/** A text as the widget writes it: no line ends within an e-mail, whose hyphen a word joiner follows. */
export const unbroken = (text: string): string => text.replace(/(?<=e)-(?=mail)/gi, "-\u2060");
