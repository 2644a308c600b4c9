// The skeleton that is shown until the widget is: as high as its first screen, so that nothing jumps. It is part of the
// loader's text because the page's policy need not allow a style element or a style attribute. The invisible text in it
// makes room where the page gives as much as is needed, such as in a dialog of its own: the widget measures itself by
// the room that it gets. The sheet stays beside the widget's own, which has no element of the class `bones`.

/** The style of the skeleton and of the link that stands in where the widget cannot run. */
export const skeleton = `
:host{display:block}
:host::before{content:"- -";display:block;height:0;overflow:hidden;visibility:hidden;word-spacing:44em}
.bones{display:grid;gap:16px;align-content:start;min-height:640px;color:#8888}
.bones[hidden]{display:none}
.bones i{height:52px;border-radius:12px;background:currentColor;opacity:.35;animation:b 1.2s ease-in-out 1s infinite alternate}
.bones i:first-child{width:50%;height:34px}
.bones i:last-child{height:320px}
@keyframes b{to{opacity:.15}}
@media(prefers-reduced-motion:reduce){.bones i{animation:none}}
.link{display:inline-block;padding:12px 20px;border:1px solid;border-radius:12px;color:inherit;font:inherit}`;
