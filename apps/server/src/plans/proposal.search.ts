import { type BoardFlight, type Candidate, type ProposalBoard } from './proposal.board.js';

/** Rounds of exchanges after the greedy pass; the second seldom finds anything. */
const ROUNDS = 3;

/** Fills the board from the better of two beginnings, then exchanges that bring more, then nothing needless. */
export function search(board: ProposalBoard): void {
  const inOrder = fillInOrder(board);
  const firstFit = board.ledger.totals().weightedInTime;
  for (const flight of inOrder) board.take(flight);
  const { placed } = fill(board, board.candidates);
  if (board.ledger.totals().weightedInTime < firstFit) {
    for (const flight of placed) board.take(flight);
    for (const flight of inOrder) board.put(flight);
  }
  for (let round = 0; round < ROUNDS; round++) if (!exchange(board)) break;
  dropNeedless(board);
}

/** Day by day and route by route, whatever is due gets the best place that is left. */
export function fillInOrder(board: ProposalBoard): BoardFlight[] {
  const placed: BoardFlight[] = [];
  for (const candidate of board.candidates) {
    if (!candidate.rows.some(({ covered }) => covered[candidate.day] === 0)) continue;
    const offer = board.offer(candidate);
    if (offer) placed.push(board.place(candidate, offer));
  }
  return placed;
}

/** Greedy: again and again the flight that brings most for each second of its dock. Returns what was placed and its gain. */
function fill(board: ProposalBoard, candidates: readonly Candidate[]): { placed: BoardFlight[]; gain: number } {
  const placed: BoardFlight[] = [];
  let gain = 0;
  // What a flight brings never grows while others are placed: an old value that is still the best is the best.
  const queue = candidates.map((candidate) => ({ candidate, rank: rank(candidate, board.worth(candidate)) }));
  queue.sort((a, b) => b.rank - a.rank);
  while (queue.length > 0) {
    const { candidate } = queue.shift()!;
    const offer = board.offer(candidate);
    if (!offer) continue;
    const now = rank(candidate, offer.gain);
    if (queue.length > 0 && now < queue[0]!.rank) {
      const at = queue.findIndex(({ rank: other }) => other <= now);
      queue.splice(at < 0 ? queue.length : at, 0, { candidate, rank: now });
      continue;
    }
    placed.push(board.place(candidate, offer));
    gain += offer.gain;
  }
  return { placed, gain };
}

/** Gain for each second of the dock; of equal ones the later day, since a visit before it is due is soon due again. */
function rank({ wanted, day }: Candidate, gain: number): number {
  return (gain / (wanted.flightMs + wanted.recoveryMs)) * (1 + day * 1e-9);
}

/** One round: each candidate that found no place may push out a flight that stands in its way. True: something got better. */
function exchange(board: ProposalBoard): boolean {
  let better = false;
  for (const candidate of board.candidates) {
    if (candidate.ground.refused || board.flies(candidate) || board.worth(candidate) === 0) continue;
    const rivals = [...board.book.near(candidate.wanted, candidate.windows.flat())]
      .filter((flight) => flight.candidate !== null)
      .map((flight) => ({ flight, loss: board.loss(flight) }))
      .sort((a, b) => a.loss - b.loss);
    better = rivals.some(({ flight, loss }) => pushOut(board, candidate, flight, loss)) || better;
  }
  return better;
}

/** Takes a flight away, places the candidate, and what was taken where it still fits; all is undone unless it gains. */
function pushOut(board: ProposalBoard, candidate: Candidate, rival: BoardFlight, loss: number): boolean {
  board.take(rival);
  const offer = board.offer(candidate);
  if (offer) {
    const placed = board.place(candidate, offer);
    const otherDays = board.candidates.filter(({ route }) => route === rival.candidate!.route);
    const again = fill(
      board,
      otherDays.filter((other) => !board.flies(other)),
    );
    if (offer.gain + again.gain > loss + 1e-9) return true;
    for (const flight of again.placed) board.take(flight);
    board.take(placed);
  }
  board.put(rival);
  return false;
}

/** Flights that others made needless are not flown; the one that costs its dock most time goes first. */
function dropNeedless(board: ProposalBoard): void {
  const flights = [...board.flights].sort((a, b) => b.ready - b.start - (a.ready - a.start) || a.start - b.start);
  for (const flight of flights) if (board.loss(flight) === 0) board.take(flight);
}
