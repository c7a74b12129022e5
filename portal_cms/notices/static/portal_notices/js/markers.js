/* Puts a marker like {link} into the subject or into the rich text, at the cursor. Without it one types the marker. */
(() => {
  const insertIntoField = (field, token) => {
    field.setRangeText(token, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  const insertIntoEditor = (field, token) => {
    const { EditorState, Modifier } = window.DraftJS;
    const editor = field.draftailEditor;
    let state = editor.getEditorState();
    if (!field.dataset.visited) {
      state = EditorState.moveSelectionToEnd(state);
    }
    const content = Modifier.replaceText(
      state.getCurrentContent(), state.getSelection(), token, state.getCurrentInlineStyle(),
    );
    const next = EditorState.push(state, content, "insert-characters");
    field.dataset.visited = "yes";
    editor.onChange(EditorState.forceSelection(next, content.getSelectionAfter()));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-marker]");
    if (!button) {
      return;
    }
    const panel = button.closest("[data-markers]");
    const field = button.form.elements[panel.dataset.markers];
    (field.draftailEditor ? insertIntoEditor : insertIntoField)(field, button.dataset.marker);
    const said = panel.querySelector("[data-marker-said]");
    said.textContent = `${button.dataset.marker} ${said.dataset.markerWords}`;
  });

  document.addEventListener("focusin", (event) => {
    const editor = event.target.closest("[data-draftail-editor-wrapper], .Draftail-Editor");
    const field = editor?.closest("form")?.querySelector("[data-draftail-input]");
    if (field) {
      field.dataset.visited = "yes";
    }
  });
})();
