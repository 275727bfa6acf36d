"""The server's side of the sync (docs/sync.md says what is sent; docs/decisions/0030-sync.md why so).

What other rooms and pages call:

- `joining`: a phone joins, is taken back. `make_code(member, by, at) -> MadeCode`, `may_give_code(by, member)`,
  `revoke(device, by, at)`. Pages of the leader are in field/leading.
- `waiting`: what was received and waits for a person. `waiting_for(member)`, `settle(operation, how, by, at, why)`,
  `try_again(operation, by, at, instead, not_the_same)`, `carry_in(device_id, sealed, by, at)` for work brought by hand.
- `handlers`: a room takes a kind of operation: `handlers.register(kind, check=…, apply=…)` in its AppConfig.ready.
- `config`: a room adds a part of what every phone is told: `config.provide(name, part)`.

How it works inside: views (the door) → reading (pure) → receiving (each operation once) → kinds (what it means);
then delta (what changed: triggers, changes) → holding (whose doors) → documents (as a phone shows them); epochs.
"""
