import { useState, type DragEvent } from 'react';

/** A place to drop files on, or to choose them with the mouse or the keyboard. */
export function FileDrop({
  label,
  hint,
  accept,
  multiple = false,
  take,
}: {
  label: string;
  hint?: string;
  /** Endings, as in `.xlsx,.csv`. */
  accept: string;
  multiple?: boolean;
  take: (files: File[]) => void;
}) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) take(multiple ? files : files.slice(0, 1));
  };
  return (
    <label
      className={over ? 'file-drop file-drop-over' : 'file-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        className="file-drop-input"
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again after it was mended.
          event.target.value = '';
          if (files.length > 0) take(files);
        }}
      />
      <b>{label}</b>
      {hint && <span className="faint">{hint}</span>}
    </label>
  );
}
