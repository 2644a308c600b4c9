//! Writes a PDF of one page from texts, filled rectangles and a picture. Of the typeface it embeds the parts that are used.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, Predictor, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::font::{self, COUNT, Drawn, PARTS};
use super::picture::{Coding, Picture};

/// The names of the typeface's parts on the page.
static FONTS: [Name<'static>; COUNT] = [Name(b"F0"), Name(b"F1"), Name(b"F2"), Name(b"F3")];
const PICTURE: Name<'static> = Name(b"P");

/// The numbering of glyphs in an embedded font: its own.
const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
/// The characters that glyphs stand for, for searching and copying.
const UNICODE: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"UCS"),
    supplement: 0,
};

/// Red, green and blue, each from 0 to 1.
pub type Colour = [f32; 3];

/// A rectangle: its lower left corner, its width and its height, in points.
#[derive(Clone, Copy)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A page that is being written on. Places are points from its lower left corner.
pub struct Page<'a> {
    content: Content,
    size: (f32, f32),
    /// The glyphs that are used of each part, with the character and the width of each.
    used: [BTreeMap<u16, (char, u16)>; COUNT],
    picture: Option<&'a Picture<'a>>,
}

impl<'a> Page<'a> {
    /// An empty page of this width and height in points.
    #[must_use]
    pub fn new(width: f32, height: f32) -> Self {
        Self {
            content: Content::new(),
            size: (width, height),
            used: std::array::from_fn(|_| BTreeMap::new()),
            picture: None,
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

    /// Fills an area with a picture, whose edges are cut off where it has other sides. A page has one picture.
    pub fn picture(&mut self, area: Area, picture: &'a Picture<'a>) {
        let (width, height) = (f32::from(picture.width), f32::from(picture.height));
        let scale = (area.width / width).max(area.height / height);
        let (wide, high) = (width * scale, height * scale);
        let left = area.x - (wide - area.width) / 2.0;
        let bottom = area.y - (high - area.height) / 2.0;
        self.content
            .save_state()
            .rect(area.x, area.y, area.width, area.height)
            .clip_nonzero()
            .end_path()
            .transform([wide, 0.0, 0.0, high, left, bottom])
            .x_object(PICTURE)
            .restore_state();
        self.picture = Some(picture);
    }

    /// Writes a line that begins at `x`, on the base line `y`. A dot stands for what the typeface does not have; readers
    /// that search or copy get the text itself in any case.
    pub fn text(&mut self, size: f32, (x, y): (f32, f32), text: &str) {
        let joined = font::composed(text);
        // Each run is of one part: where it begins in thousandths of the size, and its glyphs.
        let mut runs: Vec<(f32, usize, Vec<u8>)> = Vec::new();
        let mut here = 0.0;
        for character in joined.chars() {
            let Some(glyph) = font::glyph(character) else {
                continue;
            };
            let is_missing = font::drawn(character) == Drawn::Missing;
            let stands_for = if is_missing { font::SIGN } else { character };
            if let Some(used) = self.used.get_mut(glyph.part) {
                used.insert(glyph.id, (stands_for, glyph.advance));
            }
            let id = glyph.id.to_be_bytes();
            match runs.last_mut() {
                Some((_, part, codes)) if *part == glyph.part => codes.extend(id),
                _ => runs.push((here, glyph.part, id.to_vec())),
            }
            here += f32::from(glyph.advance);
        }
        if runs.is_empty() {
            return;
        }
        let differs = text
            .chars()
            .any(|one| !matches!(font::drawn(one), Drawn::Glyph(_)));
        if differs {
            let mut mark = self.content.begin_marked_content_with_properties(Name(b"Span"));
            mark.properties().actual_text(TextStr(text));
            mark.finish();
        }
        self.content.begin_text();
        for (begin, part, codes) in &runs {
            let Some(name) = FONTS.get(*part) else { continue };
            let right = x + begin * size / 1000.0;
            self.content
                .set_font(*name, size)
                .set_text_matrix([1.0, 0.0, 0.0, 1.0, right, y])
                .show(Str(codes));
        }
        self.content.end_text();
        if differs {
            self.content.end_marked_content();
        }
    }

    /// The file.
    #[must_use]
    pub fn finish(self, title: &str, language: &str) -> Vec<u8> {
        let [catalog, pages, page, content, info, picture] = [1, 2, 3, 4, 5, 6].map(Ref::new);
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(pages).lang(TextStr(language));
        pdf.document_info(info).title(TextStr(title));
        pdf.pages(pages).kids([page]).count(1);
        let used: Vec<_> = self
            .used
            .iter()
            .enumerate()
            .filter(|(_, used)| !used.is_empty())
            .collect();
        let mut written = pdf.page(page);
        written
            .parent(pages)
            .media_box(Rect::new(0.0, 0.0, self.size.0, self.size.1))
            .contents(content);
        let mut resources = written.resources();
        if self.picture.is_some() {
            resources.x_objects().pair(PICTURE, picture);
        }
        let mut fonts = resources.fonts();
        for (part, _) in &used {
            if let Some(name) = FONTS.get(*part) {
                fonts.pair(*name, font_ref(*part, 0));
            }
        }
        fonts.finish();
        resources.finish();
        written.finish();
        if let Some(shown) = self.picture {
            write_picture(&mut pdf, picture, shown);
        }
        for (part, glyphs) in used {
            write_font(&mut pdf, part, glyphs);
        }
        pdf.stream(content, &self.content.finish());
        pdf.finish()
    }
}

/// The reference of an object of a part: 0 its font, 1 what the font is made of, 2 its description, 3 its file, 4 the
/// characters of its glyphs.
fn font_ref(part: usize, object: i32) -> Ref {
    let part = i32::try_from(part).unwrap_or_default();
    Ref::new(10 + 5 * part + object)
}

fn write_font(pdf: &mut Pdf, part: usize, glyphs: &BTreeMap<u16, (char, u16)>) {
    let Some((name, file)) = PARTS.get(part) else {
        return;
    };
    let name = Name(name);
    let [font, descendant, descriptor, data, characters] =
        [0, 1, 2, 3, 4].map(|object| font_ref(part, object));
    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(characters);
    let mut cid = pdf.cid_font(descendant);
    cid.subtype(CidFontType::Type2)
        .base_font(name)
        .system_info(IDENTITY)
        .font_descriptor(descriptor)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = cid.widths();
    for (id, (_, advance)) in glyphs {
        widths.same(*id, *id, f32::from(*advance));
    }
    widths.finish();
    cid.finish();
    // As the typeface's own tables state them.
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::SYMBOLIC | FontFlags::SERIF)
        .bbox(Rect::new(-221.0, -290.0, 1036.0, 844.0))
        .italic_angle(0.0)
        .ascent(1007.0)
        .descent(-298.0)
        .cap_height(650.0)
        .stem_v(70.0)
        .font_file2(data);
    let length = i32::try_from(file.len()).unwrap_or_default();
    pdf.stream(data, file).pair(Name(b"Length1"), length);
    let mut map = UnicodeCmap::new(Name(b"Characters"), UNICODE);
    for (id, (character, _)) in glyphs {
        map.pair(*id, *character);
    }
    pdf.cmap(characters, &map.finish());
}

fn write_picture(pdf: &mut Pdf, id: Ref, picture: &Picture<'_>) {
    let mut object = pdf.image_xobject(id, &picture.data);
    object
        .width(picture.width.into())
        .height(picture.height.into())
        .bits_per_component(8);
    let colours = if picture.is_grey {
        object.color_space().device_gray();
        1
    } else {
        object.color_space().device_rgb();
        3
    };
    match picture.coding {
        Coding::Jpeg => {
            object.filter(Filter::DctDecode);
        }
        Coding::Png => {
            object.filter(Filter::FlateDecode);
            object
                .decode_parms()
                .predictor(Predictor::PngOptimum)
                .colors(colours)
                .bits_per_component(8)
                .columns(picture.width.into());
        }
    }
}
