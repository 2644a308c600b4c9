// Tests that say the same as shorter ones in another language or variant, or take minutes: they run where `COUVERT_ALL` is `yes`,
// as in the weekly workflow.

/** Whether they run. */
export const ALL = process.env.COUVERT_ALL === "yes";

/** The end of the title of such a test; empty for any other one. */
export const long = (isLong: boolean): string => (isLong ? " @long" : "");
