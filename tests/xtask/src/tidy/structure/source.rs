//! One Rust file as the structure checks see it: its modules, what each defines, and the paths that it names. Code
//! under `#[cfg(test)]` is left out.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// A module's place in its crate, from the root down; the root itself is empty.
pub(super) type Path = Vec<String>;

/// Stands in a path for all names of a module.
pub(super) const EVERYTHING: &str = "*";

/// A module: a file of its own, or a block within one.
#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) path: Path,
    /// The names of modules inside it.
    pub(super) children: BTreeSet<String>,
    /// Every name that it defines itself, other than modules.
    pub(super) items: BTreeSet<String>,
    /// Structs, enums, unions, traits and aliases that the whole crate or more can see, each with its line.
    pub(super) types: Vec<(String, usize)>,
    /// Names that it takes from elsewhere, each with the path behind it.
    pub(super) imports: BTreeMap<String, Path>,
    /// Modules of which it takes every name.
    pub(super) globs: Vec<Path>,
    /// Paths that it uses, each with its line; a `pub use` hands a name on and uses nothing.
    pub(super) uses: Vec<(Path, usize)>,
}

/// The content of a source file.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) modules: Vec<Module>,
    /// Modules in files of their own: their path, and the file where `#[path]` names it.
    pub(super) files: Vec<(Path, Option<String>)>,
}

/// Reads a file that is the module `path`.
pub(super) fn read(path: Path, text: &str) -> Result<Source> {
    let file = syn::parse_file(text).with_context(|| format!("cannot read the module {path:?}"))?;
    let mut source = Source::default();
    read_module(path, &file.items, &mut source);
    Ok(source)
}

fn read_module(path: Path, items: &[Item], source: &mut Source) {
    let mut module = Module {
        path,
        ..Module::default()
    };
    for item in items {
        let Item::Mod(inner) = item else { continue };
        if is_test(&inner.attrs) {
            continue;
        }
        let inside = child(&module.path, &inner.ident.to_string());
        module.children.insert(inner.ident.to_string());
        match &inner.content {
            Some((_, items)) => read_module(inside, items, source),
            None => source.files.push((inside, named_file(&inner.attrs))),
        }
    }
    let mut reader = Reader { module };
    for item in items {
        reader.define(item);
        reader.visit_item(item);
    }
    source.modules.push(reader.module);
}

/// Collects what a module defines and names; modules inside it are read on their own.
struct Reader {
    module: Module,
}

impl Reader {
    fn define(&mut self, item: &Item) {
        if is_test(attributes(item)) {
            return;
        }
        let (name, public) = match item {
            Item::Struct(one) => (&one.ident, Some(&one.vis)),
            Item::Enum(one) => (&one.ident, Some(&one.vis)),
            Item::Union(one) => (&one.ident, Some(&one.vis)),
            Item::Trait(one) => (&one.ident, Some(&one.vis)),
            Item::Type(one) => (&one.ident, Some(&one.vis)),
            Item::Const(one) => (&one.ident, None),
            Item::Static(one) => (&one.ident, None),
            Item::Fn(one) => (&one.sig.ident, None),
            Item::Macro(one) => match &one.ident {
                Some(name) => (name, None),
                None => return,
            },
            _ => return,
        };
        self.module.items.insert(name.to_string());
        if public.is_some_and(is_seen_in_crate) {
            let line = name.span().start().line;
            self.module.types.push((name.to_string(), line));
        }
    }

    /// The whole path behind one that is written here; none if it leads out of the crate.
    fn absolute(&self, written: &[String]) -> Option<Path> {
        let here = &self.module.path;
        let mut rest = written;
        let mut base = match rest.first()?.as_str() {
            "crate" => Path::new(),
            "self" => here.clone(),
            "super" => here.split_last()?.1.to_vec(),
            first if self.module.children.contains(first) => return Some(joined(here, written)),
            _ => return None,
        };
        rest = &rest[1..];
        while rest.first().is_some_and(|part| part == "super") {
            base.pop()?;
            rest = &rest[1..];
        }
        Some(joined(&base, rest))
    }

    fn import(&mut self, tree: &UseTree, before: &[String], is_public: bool) {
        match tree {
            UseTree::Path(path) => {
                let before = child(before, &path.ident.to_string());
                self.import(&path.tree, &before, is_public);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, is_public);
                }
            }
            UseTree::Glob(glob) => {
                if let Some(path) = self.absolute(before) {
                    if !is_public {
                        let line = glob.star_token.spans[0].start().line;
                        self.module.uses.push((child(&path, EVERYTHING), line));
                    }
                    self.module.globs.push(path);
                }
            }
            UseTree::Name(name) => self.import_name(&name.ident, &name.ident, before, is_public),
            UseTree::Rename(rename) => self.import_name(&rename.ident, &rename.rename, before, is_public),
        }
    }

    fn import_name(&mut self, name: &syn::Ident, alias: &syn::Ident, before: &[String], is_public: bool) {
        let written = if name == "self" {
            before.to_vec()
        } else {
            child(before, &name.to_string())
        };
        let Some(path) = self.absolute(&written) else {
            return;
        };
        let alias = if alias == "self" {
            path.last().cloned()
        } else {
            Some(alias.to_string())
        };
        if let Some(alias) = alias {
            self.module.imports.insert(alias, path.clone());
        }
        if !is_public {
            self.module.uses.push((path, name.span().start().line));
        }
    }

    /// A path of several parts in code: one from the crate's root, or one that begins with an imported name.
    fn name(&mut self, written: &[String], line: usize) {
        if let Some(path) = self.absolute(written) {
            self.module.uses.push((path, line));
        } else if written.len() > 1 {
            self.module.uses.push((joined(&self.module.path, written), line));
        }
    }

    /// Paths within a macro's arguments, which are no syntax yet.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path = Path::new();
        let (mut colons, mut line) = (0, 0);
        for token in tokens {
            match &token {
                TokenTree::Ident(name) if colons == 2 => {
                    path.push(name.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                _ => {}
            }
            if path.len() > 1 {
                self.name(&path, line);
            }
            path.clear();
            colons = 0;
            match token {
                TokenTree::Ident(name) => {
                    line = name.span().start().line;
                    path.push(name.to_string());
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
        }
        if path.len() > 1 {
            self.name(&path, line);
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        self.import(&item.tree, &[], is_public);
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let written: Path = path.segments.iter().map(|part| part.ident.to_string()).collect();
        if path.leading_colon.is_none()
            && written.len() > 1
            && let Some(first) = path.segments.first()
        {
            self.name(&written, first.ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}

/// Whether other modules of the crate can name it, wherever they are.
fn is_seen_in_crate(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => true,
        Visibility::Restricted(within) => within.path.is_ident("crate"),
        Visibility::Inherited => false,
    }
}

/// Whether it is built for tests alone: `test` stands in its `cfg`, not negated.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Ok(list) = attribute.meta.require_list() else {
            return false;
        };
        let written: String = list.tokens.to_string().split_whitespace().collect();
        list.path.is_ident("cfg")
            && !written.contains("not(test")
            && written.split(['(', ')', ',']).any(|word| word == "test")
    })
}

/// The file that `#[path]` names.
fn named_file(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let value = attribute.meta.require_name_value().ok()?;
        match &value.value {
            syn::Expr::Lit(literal) if value.path.is_ident("path") => match &literal.lit {
                syn::Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        }
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(one) => &one.attrs,
        Item::Enum(one) => &one.attrs,
        Item::Fn(one) => &one.attrs,
        Item::Impl(one) => &one.attrs,
        Item::Macro(one) => &one.attrs,
        Item::Mod(one) => &one.attrs,
        Item::Static(one) => &one.attrs,
        Item::Struct(one) => &one.attrs,
        Item::Trait(one) => &one.attrs,
        Item::Type(one) => &one.attrs,
        Item::Union(one) => &one.attrs,
        Item::Use(one) => &one.attrs,
        _ => &[],
    }
}

pub(super) fn child(path: &[String], name: &str) -> Path {
    joined(path, &[name.to_owned()])
}

fn joined(path: &[String], rest: &[String]) -> Path {
    path.iter().chain(rest).cloned().collect()
}
