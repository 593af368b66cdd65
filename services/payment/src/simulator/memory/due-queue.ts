/** Work in the order of its time, as a binary heap: a long run waits for ten thousand payments to run out. */
export interface Due {
  atMs: number;
  work: () => unknown;
}

export interface DueQueue {
  add(due: Due): void;
  /** When the first is due; null when nothing waits. */
  nextMs(): number | null;
  take(): Due | undefined;
}

export function dueQueue(): DueQueue {
  const heap: Due[] = [];
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };

  function rise(from: number): void {
    for (let at = from, parent = (at - 1) >> 1; at > 0 && heap[at]!.atMs < heap[parent]!.atMs; parent = (at - 1) >> 1) {
      swap(at, parent);
      at = parent;
    }
  }

  function sink(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && heap[left]!.atMs < heap[least]!.atMs) least = left;
      if (right < heap.length && heap[right]!.atMs < heap[least]!.atMs) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  }

  return {
    add(due) {
      heap.push(due);
      rise(heap.length - 1);
    },
    nextMs: () => heap[0]?.atMs ?? null,
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (heap.length > 0 && last) {
        heap[0] = last;
        sink();
      }
      return first;
    },
  };
}
