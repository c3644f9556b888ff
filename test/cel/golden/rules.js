export function plan(cel) {
return {
//! agent.team == "payments" && tool.name.startsWith("db.") && !tool.annotations.destructiveHint
when: (agent, tool) => agent.team === "payments" && tool.name.startsWith("db.") && !tool.annotations.destructiveHint,
allow: (agent, tool) => agent.team === "payments" && tool.name.startsWith("db.") && !tool.annotations.destructiveHint,
deny: (agent, tool) => !(agent.team === "payments" && tool.name.startsWith("db.") && !tool.annotations.destructiveHint) };
}

export function plan(cel) {
const cel$base = cel.base;
const cel$key = cel.key;
const cel$number = cel.number;
const $key_amount = (of) => of.amount !== void 0 && !("amount" in cel$base) ? of.amount : cel$key(of, "amount");
return {
//! args.amount <= 100
when: (agent, tool, args) => cel$number($key_amount(args)) <= 100,
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$base = cel.base;
const cel$key = cel.key;
const cel$number = cel.number;
const $key_amount = (of) => of.amount !== void 0 && !("amount" in cel$base) ? of.amount : cel$key(of, "amount");
return {
//! args.amount <= 100 && agent.team == "support"
when: (agent, tool, args) => agent.team === "support" && cel$number($key_amount(args)) <= 100,
allow: (agent, tool) => agent.team === "support",
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$number = cel.number;
return {
//! has(args.limit) && args.limit > 1000
when: (agent, tool, args) => Object.hasOwn(args, "limit") && cel$number(args.limit) > 1000,
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$bool = cel.bool;
return {
//! !has(args.dry_run) || args.dry_run
when: (agent, tool, args) => !Object.hasOwn(args, "dry_run") || cel$bool(args.dry_run),
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
return {
//! has(agent.labels.tier) && agent.labels.tier == "external"
when: (agent) => Object.hasOwn(agent.labels, "tier") && agent.labels.tier === "external",
allow: (agent, tool) => Object.hasOwn(agent.labels, "tier") && agent.labels.tier === "external",
deny: (agent, tool) => !(Object.hasOwn(agent.labels, "tier") && agent.labels.tier === "external") };
}

export function plan(cel) {
return {
//! "admin" in agent.roles || agent.name in ["ci", "release"]
when: (agent) => agent.roles.includes("admin") || agent.name === "ci" || agent.name === "release",
allow: (agent, tool) => agent.roles.includes("admin") || agent.name === "ci" || agent.name === "release",
deny: (agent, tool) => !(agent.roles.includes("admin") || agent.name === "ci" || agent.name === "release") };
}

export function plan(cel) {
const cel$base = cel.base;
const cel$isFalse = cel.isFalse;
const cel$isTrue = cel.isTrue;
const cel$key = cel.key;
const $list = ["a", "b", "c", "d"];
const $key_cost = (of) => of.cost !== void 0 && !("cost" in cel$base) ? of.cost : cel$key(of, "cost");
return {
//! tool.server in ["a", "b", "c", "d"] && tool.labels.cost == "high"
when: (agent, tool) => $list.includes(tool.server) && $key_cost(tool.labels) === "high",
allow: (agent, tool) => cel$isTrue(() => ["a", "b", "c", "d"].includes(tool.server) && $key_cost(tool.labels) === "high"),
deny: (agent, tool) => cel$isFalse(() => ["a", "b", "c", "d"].includes(tool.server) && $key_cost(tool.labels) === "high") };
}

export function plan(cel) {
const $set = new Set(["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
return {
//! agent.name in ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
when: (agent) => $set.has(agent.name),
allow: (agent, tool) => $set.has(agent.name),
deny: (agent, tool) => !$set.has(agent.name) };
}

export function plan(cel) {
const cel$zone = cel.zone;
const $zone_Europe_Berlin = cel$zone("Europe/Berlin");
return {
//! tool.annotations.destructiveHint && request.time.getHours("Europe/Berlin") >= 18
when: (agent, tool, args, request) => tool.annotations.destructiveHint && new Date($zone_Europe_Berlin(request.time)).getUTCHours() >= 18,
allow: (agent, tool) => tool.annotations.destructiveHint,
deny: (agent, tool) => true };
}

export function plan(cel) {
const $list = [0, 6];
return {
//! request.time.getDayOfWeek() in [0, 6] || request.time.getHours("+02:00") < 8
when: (agent, tool, args, request) => $list.includes(new Date(request.time).getUTCDay()) || new Date(request.time + 7200000).getUTCHours() < 8,
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
return {
//! request.time >= timestamp("2026-12-24T00:00:00Z") && request.time < timestamp("2026-12-27T00:00:00Z")
when: (agent, tool, args, request) => request.time >= 1798070400000 && request.time < 1798329600000,
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$all = cel.all;
const cel$and = cel.and;
const cel$base = cel.base;
const cel$get = cel.get;
const cel$isRecord = cel.isRecord;
const cel$items = cel.items;
const cel$key = cel.key;
const cel$size = cel.size;
const $key_rows = (of) => of.rows !== void 0 && !("rows" in cel$base) ? of.rows : cel$key(of, "rows");
const $get_owner = (of) => cel$isRecord(of) && of.owner !== void 0 && !("owner" in cel$base) ? of.owner : cel$get(of, "owner");
return {
//! size(args.rows) <= 50 && args.rows.all(row, row.owner == agent.name)
when: (agent, tool, args) => {
  let $1;
  try {
    return cel$size(($1 ??= $key_rows(args))) <= 50 && ((each$) => {
  for (let at$ = 0; at$ < each$.length; at$++) {
    const row = each$[at$];
    if (!($get_owner(row) === agent.name)) return false;
  }
  return true;
})(cel$items(($1 ??= $key_rows(args))));
  } catch {
    return cel$and(() => cel$size(($1 ??= $key_rows(args))) <= 50, () => cel$all(cel$items(($1 ??= $key_rows(args))), (row) => $get_owner(row) === agent.name));
  }
},
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$base = cel.base;
const cel$exists = cel.exists;
const cel$key = cel.key;
const $key_ward = (of) => of.ward !== void 0 && !("ward" in cel$base) ? of.ward : cel$key(of, "ward");
return {
//! agent.roles.exists(r, r.startsWith("ward-") && r == args.ward)
when: (agent, tool, args) => {
  let $1;
  try {
    return ((each$) => {
  for (let at$ = 0; at$ < each$.length; at$++) {
    const r = each$[at$];
    if (r.startsWith("ward-") && r === ($1 ??= $key_ward(args))) return true;
  }
  return false;
})(agent.roles);
  } catch {
    return cel$exists(agent.roles, (r) => r.startsWith("ward-") && r === ($1 ??= $key_ward(args)));
  }
},
allow: (agent, tool) => agent.roles.some((r) => r.startsWith("ward-")),
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$base = cel.base;
const cel$key = cel.key;
const cel$or = cel.or;
const $key_mode = (of) => of.mode !== void 0 && !("mode" in cel$base) ? of.mode : cel$key(of, "mode");
return {
//! args.mode == "read" || args.mode == "list"
when: (agent, tool, args) => {
  let $1;
  try {
    return ($1 ??= $key_mode(args)) === "read" || ($1 ??= $key_mode(args)) === "list";
  } catch {
    return cel$or(() => ($1 ??= $key_mode(args)) === "read", () => ($1 ??= $key_mode(args)) === "list");
  }
},
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$string = cel.string;
return {
//! has(args.to) ? args.to.endsWith("@acme.com") : agent.team != ""
when: (agent, tool, args) => Object.hasOwn(args, "to") ? cel$string(args.to).endsWith("@acme.com") : agent.team !== "",
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$base = cel.base;
const cel$key = cel.key;
const cel$size = cel.size;
const cel$sizeOfString = cel.sizeOfString;
const $key_query = (of) => of.query !== void 0 && !("query" in cel$base) ? of.query : cel$key(of, "query");
return {
//! size(args.query) + size(agent.name) < 4096
when: (agent, tool, args) => cel$size($key_query(args)) + cel$sizeOfString(agent.name) < 4096,
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}

export function plan(cel) {
const cel$atMost = cel.atMost;
const cel$base = cel.base;
const cel$int = cel.int;
const cel$key = cel.key;
const cel$multiplyInt = cel.multiplyInt;
const $key_price = (of) => of.price !== void 0 && !("price" in cel$base) ? of.price : cel$key(of, "price");
const $key_level = (of) => of.level !== void 0 && !("level" in cel$base) ? of.level : cel$key(of, "level");
return {
//! agent.claims.level * 10 >= args.price
when: (agent, tool, args) => cel$atMost($key_price(args), cel$multiplyInt(cel$int($key_level(agent.claims)), 10)),
allow: (agent, tool) => true,
deny: (agent, tool) => true };
}
