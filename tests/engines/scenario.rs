//! The scenarios that are played in every browser, from the first press to the last screen.

use crate::browser::Browser;
use crate::guest::Guest;
use crate::pages::{DIALOG, GIFT_CARD, HOSTILE, INLINE, MENU};

const FIND: &str = "Reserve a table";
const DETAILS: &str = "Your details";
const REVIEW: &str = "Is everything right?";
const BOOKED: &str = "Your table is reserved";

/// A time that is free.
const TIME: &str = ".slot:not(:disabled)";
/// A day that is free and not chosen.
const OTHER_DAY: &str = "td[aria-selected=false] > .day.open:not([aria-disabled])";
/// Whether the page stands at the entry of a step in the tab's history.
const AT_A_STEP: &str = "history.state?.couvertStep === 1";

/// A guest with a browser, and where they go with it.
pub struct Visitor {
    pub browser: Browser,
    /// The origin of the worker.
    pub worker: String,
    /// The origin of the restaurant's pages.
    pub pages: String,
    /// The same restaurant without a browser.
    pub guest: Guest,
}

/// A scenario.
#[derive(Clone, Copy)]
pub enum Scenario {
    Inline,
    Dialog,
    Hosted,
    Payment,
    GiftCard,
    OwnLink,
    Back,
    Hostile,
}

impl Scenario {
    /// Each of them.
    pub const ALL: [Self; 8] = [
        Self::Inline,
        Self::Dialog,
        Self::Hosted,
        Self::Payment,
        Self::GiftCard,
        Self::OwnLink,
        Self::Back,
        Self::Hostile,
    ];

    /// The fact that it shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inline => "a table is booked in a page of another origin, on a day of the next month",
            Self::Dialog => {
                "a table is booked in the dialog, which gives the focus back and closes by the way back"
            }
            Self::Hosted => "a table is booked on the hosted page",
            Self::Payment => "a brunch is paid for in a window of its own",
            Self::GiftCard => "a gift card is bought and paid for",
            Self::OwnLink => "a reservation is moved and cancelled by its own link",
            Self::Back => "the way back leads through the steps, with what was typed, and then off the page",
            Self::Hostile => "a table is booked on a page whose style and markup mean no good",
        }
    }

    /// Plays it. What should not be there ends it.
    pub async fn play(self, visitor: &Visitor) {
        match self {
            Self::Inline => visitor.book_inline().await,
            Self::Dialog => visitor.book_in_the_dialog().await,
            Self::Hosted => visitor.book_on_the_hosted_page().await,
            Self::Payment => visitor.pay_for_brunch().await,
            Self::GiftCard => visitor.buy_a_gift_card().await,
            Self::OwnLink => visitor.move_and_cancel().await,
            Self::Back => visitor.go_back_through_the_steps().await,
            Self::Hostile => visitor.book_on_a_hostile_page().await,
        }
    }
}

impl Visitor {
    async fn book_inline(&self) {
        let browser = &self.browser;
        self.open_page(INLINE).await;
        browser.expect_heading(FIND).await;
        browser.expect("root.querySelector('.slot:not(:disabled)')").await;
        browser.take_still_picture("inline-first-screen").await;
        self.choose_a_day_of_the_next_month().await;
        browser.take_still_picture("inline-another-day").await;
        browser.press(TIME).await;
        self.introduce().await;
        browser.take_still_picture("inline-details").await;
        self.reserve().await;
        browser.take_still_picture("inline-booked").await;
    }

    async fn book_in_the_dialog(&self) {
        let browser = &self.browser;
        self.open_page(DIALOG).await;
        browser.press(".launcher").await;
        browser.expect("root.querySelector('dialog')?.open").await;
        browser.expect_heading(FIND).await;
        browser.press(TIME).await;
        browser.take_still_picture("dialog-details").await;
        self.introduce().await;
        self.reserve().await;
        browser.press("dialog .close").await;
        browser
            .expect("!root.querySelector('dialog').open && root.activeElement?.matches('.launcher')")
            .await;
        // The entry of the dialog is taken away after it is closed.
        browser.expect("!history.state?.couvertDialog").await;
        browser.press(".launcher").await;
        browser.expect("root.querySelector('dialog').open").await;
        browser.go_back().await;
        browser.expect("!root.querySelector('dialog').open").await;
        assert_eq!(browser.address().await, format!("{}{DIALOG}", self.pages));
    }

    async fn book_on_the_hosted_page(&self) {
        let browser = &self.browser;
        browser
            .go_to(&format!("{}/book/demo?language=en", self.worker))
            .await;
        browser.expect_heading(FIND).await;
        browser.expect("root.querySelector('.slot:not(:disabled)')").await;
        browser.take_still_picture("hosted-first-screen").await;
        browser.press(TIME).await;
        self.introduce().await;
        self.reserve().await;
    }

    async fn pay_for_brunch(&self) {
        let browser = &self.browser;
        self.open_page(INLINE).await;
        browser.expect_heading(FIND).await;
        self.unfold_experiences().await;
        browser.press("label.card:has([value=brunch])").await;
        browser
            .expect("root.querySelector('[value=brunch]')?.checked")
            .await;
        // Its times, and not those of the dinner that was chosen before.
        browser
            .expect("/^Sunday/.test(root.querySelector('h3#times')?.textContent)")
            .await;
        browser.press(TIME).await;
        browser.expect_heading("What may we prepare?").await;
        browser.take_still_picture("payment-extras").await;
        browser.press_button("Continue").await;
        self.introduce().await;
        browser.press_button("Continue").await;
        browser.expect_heading(REVIEW).await;
        browser.take_still_picture("payment-review").await;
        browser.press_button("Reserve with obligation to pay").await;
        browser.expect_heading("Pay to keep your table").await;
        browser.take_still_picture("payment").await;
        browser.pay().await;
        browser.expect_heading(BOOKED).await;
        browser.expect("root.textContent.includes('€68 is paid.')").await;
        browser.take_still_picture("payment-booked").await;
    }

    async fn buy_a_gift_card(&self) {
        let browser = &self.browser;
        self.open_page(GIFT_CARD).await;
        browser.expect_heading("Give a gift card").await;
        browser.press("label:has([name=amount][value=own])").await;
        browser.fill("#gift-amount", "75.50").await;
        browser.fill("#gift-message", "Happy birthday!").await;
        browser.take_still_picture("gift-card").await;
        browser.press_button("Continue").await;
        browser.expect_heading("Who is it for?").await;
        browser.press("label:has([name=to][value=recipient])").await;
        for (field, text) in [
            ("#gift-recipient-email", "grete@example.com"),
            ("#gift-recipient-name", "Grete"),
            ("#gift-purchaser-name", "Ada Muster"),
            ("#gift-purchaser-email", "ada.muster@example.com"),
        ] {
            browser.fill(field, text).await;
        }
        browser.press_button("Continue").await;
        browser.expect_heading(REVIEW).await;
        browser.press_button("Order and pay €75.50").await;
        browser.expect_heading("Pay €75.50").await;
        browser.pay().await;
        browser.expect_heading("Your gift card is here").await;
        browser
            .expect(
                "/^([2-9A-Z]{6}-){2}[2-9A-Z]{6}$/.test(root.querySelector('.gift-code strong')?.textContent)",
            )
            .await;
        browser.take_still_picture("gift-card-issued").await;
    }

    async fn move_and_cancel(&self) {
        let browser = &self.browser;
        let choice = self.guest.open_times("dinner", 2).next().unwrap();
        let booked = self
            .guest
            .book(&choice, &format!("own-link-{}", browser.name))
            .unwrap();
        assert_eq!(booked.status, 201, "{}", booked.body);
        let text = |name: &str| booked.body[name].as_str().unwrap();
        let link = format!("manage={}.{}", text("id"), text("manageToken"));
        browser
            .go_to(&format!(
                "{}/book/demo?language=en&view=manage#{link}",
                self.worker
            ))
            .await;
        browser.expect_heading("Your reservation").await;
        browser.take_still_picture("own-link").await;
        assert!(!browser.address().await.contains(text("manageToken")));
        browser.press_button("Change day, time or guests").await;
        browser.expect_heading("When would you like to come?").await;
        self.choose_a_day_of_the_next_month().await;
        browser.press(TIME).await;
        browser.expect_heading("Change your reservation?").await;
        browser.press_button("Change reservation").await;
        browser.expect_heading("Your reservation has been changed").await;
        browser.press_button("Cancel reservation").await;
        browser.expect_heading("Cancel your reservation?").await;
        browser.take_still_picture("own-link-cancel").await;
        browser.press_button("Cancel reservation").await;
        browser.expect_heading("Your reservation is cancelled").await;
        let number = format!("root.textContent.includes('{}')", text("number"));
        browser.expect(&number).await;
        browser.take_still_picture("own-link-cancelled").await;
    }

    async fn go_back_through_the_steps(&self) {
        let browser = &self.browser;
        self.open_page(MENU).await;
        self.open_page(INLINE).await;
        browser.press(TIME).await;
        self.introduce().await;
        let kept = browser.read("root.querySelector('#email').value").await;
        // The step has an entry of its own once the code for that is there.
        browser.expect(AT_A_STEP).await;
        browser.go_back().await;
        browser.expect_heading(FIND).await;
        assert_eq!(browser.address().await, format!("{}{INLINE}", self.pages));
        browser.press(TIME).await;
        browser.expect_heading(DETAILS).await;
        assert_eq!(browser.read("root.querySelector('#email').value").await, kept);
        browser.expect(AT_A_STEP).await;
        browser.go_back().await;
        browser.expect_heading(FIND).await;
        browser.go_back().await;
        assert_eq!(browser.address().await, format!("{}{MENU}", self.pages));
    }

    async fn book_on_a_hostile_page(&self) {
        let browser = &self.browser;
        self.open_page(HOSTILE).await;
        browser.press(TIME).await;
        self.introduce().await;
        browser.take_still_picture("hostile").await;
        self.reserve().await;
        let style = "getComputedStyle(root.querySelector('h2#step'))";
        let seen = browser
            .read(&format!(
                "(({{ textTransform, pointerEvents, visibility }}) => \
                 [textTransform, pointerEvents, visibility, getComputedStyle(root.host).opacity].join())({style})"
            ))
            .await;
        assert_eq!(seen, "none,auto,visible,1");
    }

    /// Opens a page of the restaurant's.
    async fn open_page(&self, path: &str) {
        self.browser.go_to(&format!("{}{path}", self.pages)).await;
    }

    /// Shows the experiences where there is no room for all of the choice and a line with it stands above.
    async fn unfold_experiences(&self) {
        const CHIP: &str = ".bar li:last-child button";
        let is_there = format!("root.querySelector('{CHIP}')?.getClientRects().length > 0");
        if self.browser.read(&is_there).await != true {
            return;
        }
        self.browser.press(CHIP).await;
        let is_unfolded = format!("root.querySelector('{CHIP}')?.getAttribute('aria-expanded') === 'true'");
        self.browser.expect(&is_unfolded).await;
    }

    /// Turns the calendar by a month and chooses the first free day there.
    async fn choose_a_day_of_the_next_month(&self) {
        let browser = &self.browser;
        browser.expect("root.querySelector('#month')").await;
        let month = browser.read("root.querySelector('#month').textContent").await;
        browser.press(".turn.later").await;
        browser
            .expect(&format!("root.querySelector('#month')?.textContent !== {month}"))
            .await;
        browser.press(OTHER_DAY).await;
        browser
            .expect("root.querySelector('[aria-selected=true] > .day.open')")
            .await;
    }

    /// Types the two fields that are required.
    async fn introduce(&self) {
        let browser = &self.browser;
        browser.expect_heading(DETAILS).await;
        browser.fill("#last-name", "Muster").await;
        browser.fill("#email", "ada.muster@example.com").await;
    }

    /// Books what was chosen, where nothing is paid.
    async fn reserve(&self) {
        let browser = &self.browser;
        browser.press_button("Reserve now").await;
        browser.expect_heading(BOOKED).await;
        browser
            .expect("/^R-\\d+$/.test(root.querySelector('.number strong')?.textContent)")
            .await;
    }
}
