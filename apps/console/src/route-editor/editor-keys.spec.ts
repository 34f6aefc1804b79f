import { describe, expect, it } from '@jest/globals';
import { commandOf } from './editor-keys.js';

const press = (key: string, held: string[] = [], onMap = true) =>
  commandOf(
    {
      key,
      ctrlKey: held.includes('ctrl'),
      metaKey: held.includes('meta'),
      shiftKey: held.includes('shift'),
      altKey: held.includes('alt'),
    },
    onMap,
  );

describe('keys of the editor', () => {
  it('move waypoints, finely or coarsely', () => {
    expect(press('ArrowUp')).toEqual({ type: 'move', east: 0, north: 2 });
    expect(press('ArrowLeft', ['shift'])).toEqual({ type: 'move', east: -20, north: 0 });
    expect(press('PageUp')).toEqual({ type: 'raise', metres: 1 });
    expect(press('PageDown', ['shift'])).toEqual({ type: 'raise', metres: -10 });
  });

  it('walk along the waypoints', () => {
    expect(press('Tab', ['shift'])).toEqual({ type: 'step', by: -1, stretch: false, leaves: true });
    expect(press('j')).toEqual({ type: 'step', by: 1, stretch: false, leaves: false });
    expect(press('K', ['shift'])).toEqual({ type: 'step', by: -1, stretch: true, leaves: false });
  });

  it('undo and redo on every kind of keyboard', () => {
    expect(press('z', ['ctrl'])).toEqual({ type: 'undo' });
    expect(press('Z', ['ctrl', 'shift'])).toEqual({ type: 'redo' });
    expect(press('z', ['meta'])).toEqual({ type: 'undo' });
    expect(press('y', ['ctrl'])).toEqual({ type: 'redo' });
  });

  it('leave arrows, Tab and Enter their meaning outside the map, and the browser its own keys', () => {
    for (const key of ['ArrowUp', 'Tab', 'Enter', '+', '-']) expect(press(key, [], false)).toBeNull();
    expect(press('ArrowLeft', ['alt'])).toBeNull();
    expect(press('r', ['ctrl'])).toBeNull();
    expect(press('x')).toBeNull();
    expect(press('Delete', [], false)).toEqual({ type: 'delete' });
  });
});
