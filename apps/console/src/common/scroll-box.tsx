import type { ReactNode } from 'react';

/** Something long in a box of its own that a keyboard can scroll; the heading of a table in it stays in sight. */
export function ScrollBox({ label, height, children }: { label: string; height: number; children: ReactNode }) {
  return (
    <div className="scroll-box" role="region" aria-label={label} tabIndex={0} style={{ maxHeight: height }}>
      {children}
    </div>
  );
}
