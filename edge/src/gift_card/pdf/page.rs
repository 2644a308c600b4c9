//! Writes a PDF of one page from texts and filled rectangles.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::font::{BESIDE, Drawn, Font, MISSING_WIDTH, drawn};

const PLAIN: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");

/// Red, green and blue, each from 0 to 1.
pub type Colour = [f32; 3];

/// A page that is being written on. Places are points from its lower left corner.
pub struct Page {
    content: Content,
    size: (f32, f32),
}

impl Page {
    /// An empty page of this width and height in points.
    #[must_use]
    pub fn new(width: f32, height: f32) -> Self {
        Self {
            content: Content::new(),
            size: (width, height),
        }
    }

    /// Chooses the colour of what follows.
    pub fn colour(&mut self, [red, green, blue]: Colour) {
        self.content.set_fill_rgb(red, green, blue);
        self.content.set_stroke_rgb(red, green, blue);
    }

    /// Fills a rectangle whose lower left corner is at `x` and `y`.
    pub fn fill(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.content.rect(x, y, width, height).fill_nonzero();
    }

    /// Writes a line that begins at `x`, on the base line `y`. What the font does not have is an empty frame;
    /// readers that search or copy get the text itself in any case.
    pub fn text(&mut self, font: Font, size: f32, (x, y): (f32, f32), text: &str) {
        let line = Line::of(font, text);
        if line.parts.is_empty() && line.frames.is_empty() {
            return;
        }
        if line.differs {
            let mut mark = self.content.begin_marked_content_with_properties(Name(b"Span"));
            mark.properties().actual_text(TextStr(text));
            mark.finish();
        }
        let scale = size / 1000.0;
        let font = match font {
            Font::Plain => PLAIN,
            Font::Bold => BOLD,
        };
        self.content.begin_text().set_font(font, size);
        for (place, codes) in &line.parts {
            let (right, up) = (x + place.0 * scale, y + place.1 * scale);
            self.content
                .set_text_matrix([1.0, 0.0, 0.0, 1.0, right, up])
                .show(Str(codes));
        }
        self.content.end_text();
        self.content.set_line_width(0.6);
        for place in &line.frames {
            let width = (f32::from(MISSING_WIDTH) - 120.0) * scale;
            self.content
                .rect(x + (place + 60.0) * scale, y, width, 660.0 * scale)
                .stroke();
        }
        if line.differs {
            self.content.end_marked_content();
        }
    }

    /// The file.
    #[must_use]
    pub fn finish(self, title: &str, language: &str) -> Vec<u8> {
        let [catalog, pages, page, plain, bold, content, info] = [1, 2, 3, 4, 5, 6, 7].map(Ref::new);
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(pages).lang(TextStr(language));
        pdf.document_info(info).title(TextStr(title));
        pdf.pages(pages).kids([page]).count(1);
        let mut written = pdf.page(page);
        written
            .parent(pages)
            .media_box(Rect::new(0.0, 0.0, self.size.0, self.size.1))
            .contents(content);
        written.resources().fonts().pair(PLAIN, plain).pair(BOLD, bold);
        written.finish();
        for (font, name) in [(plain, Name(b"Helvetica")), (bold, Name(b"Helvetica-Bold"))] {
            let mut font = pdf.type1_font(font);
            font.base_font(name);
            let mut encoding = font.encoding_custom();
            encoding.base_encoding(Name(b"WinAnsiEncoding"));
            encoding
                .differences()
                .consecutive(1, BESIDE.iter().map(|name| Name(name.as_bytes())));
        }
        pdf.stream(content, &self.content.finish());
        pdf.finish()
    }
}

/// A line of text as what is drawn.
#[derive(Default)]
struct Line {
    /// Glyphs with where they begin, in thousandths of the size.
    parts: Vec<((f32, f32), Vec<u8>)>,
    /// Where an empty frame stands for something.
    frames: Vec<f32>,
    /// Whether the glyphs alone do not spell the text.
    differs: bool,
}

impl Line {
    fn of(font: Font, text: &str) -> Self {
        let mut line = Self::default();
        let (mut begin, mut here) = (0.0, 0.0);
        let mut run: Vec<u8> = Vec::new();
        let mut marks = Vec::new();
        let mut letter = None;
        for character in text.chars() {
            let one = drawn(character);
            line.differs |= !matches!(one, Drawn::Glyph(_));
            let advance = f32::from(font.advance(one));
            match one {
                Drawn::Glyph(code) => {
                    run.push(code);
                    letter = Some((code, here));
                }
                Drawn::Marked(code, mark) => {
                    run.push(code);
                    let (right, up) = font.place(code, mark);
                    marks.push(((here + f32::from(right), f32::from(up)), vec![mark]));
                    letter = Some((code, here));
                }
                Drawn::Mark(mark) => {
                    // One without a letter stands where the next letter would.
                    let (code, at) = letter.unwrap_or((b'n', here));
                    let (right, up) = font.place(code, mark);
                    marks.push(((at + f32::from(right), f32::from(up)), vec![mark]));
                }
                Drawn::Missing => line.frames.push(here),
                Drawn::Nothing => {}
            }
            here += advance;
            let is_as_wide = match one {
                Drawn::Marked(code, _) => font.advance(Drawn::Glyph(code)) == font.advance(one),
                Drawn::Glyph(_) | Drawn::Mark(_) | Drawn::Nothing => true,
                Drawn::Missing => false,
            };
            if !is_as_wide {
                if !run.is_empty() {
                    line.parts.push(((begin, 0.0), std::mem::take(&mut run)));
                }
                begin = here;
            }
        }
        if !run.is_empty() {
            line.parts.push(((begin, 0.0), run));
        }
        line.parts.extend(marks);
        line
    }
}
