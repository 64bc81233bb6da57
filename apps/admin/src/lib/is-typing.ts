/** Whether letters belong to what has the focus: a field, a menu, a dialog. A box to tick takes none. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches(
      "input:not([type=checkbox]), textarea, select, [role=menu] *, [role=dialog], [role=dialog] *",
    ));

/** Whether a key is one of the page's own: pressed alone, and nobody is typing. */
export const isPageKey = ({ metaKey, ctrlKey, altKey, target }: KeyboardEvent): boolean =>
  !metaKey && !ctrlKey && !altKey && !isTyping(target);
