interface KeyPress {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
}

/** ⌘↵ or Ctrl+↵, which sends the form in which it is pressed. */
export const isSendKey = ({ key, metaKey, ctrlKey }: KeyPress): boolean =>
  key === "Enter" && (metaKey || ctrlKey);
