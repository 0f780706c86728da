package io.safeops.facts.redact;

/** What a text of the facts is, which decides what of it stays when the facts are redacted. */
enum TextKind {
  /** A word that the record itself allows only from a list: it stays. */
  CLOSED,
  /** Names, addresses, MAC addresses, UUIDs, and what is composed of them. */
  NAME,
  /** A name or an address, or a word that stands there instead, such as {@code unknown}. */
  ADDRESS,
  /** A route as Neutron's facts write it: {@code PREFIX via ADDRESS}. */
  ROUTE,
  /** The value of a setting of which nothing is known: a name, unless it is true or false. */
  VALUE,
  /** Words of OVN, OVS, Linux or systemd, and numbers: states, types, versions, units, commands. */
  KEYWORD,
  /** Where something listens or connects: protocols and ports stay. */
  REMOTE,
  /** What a program or a person wrote: words of the vocabulary stay. */
  FREE,
  /** A time in ISO 8601. */
  TIME,
  /** The label of a row ({@code RowKey.label}): a table, a name, and where it is. */
  ROW,
  /** A map of settings: keys are of the vocabulary, values are as {@link SettingKinds} tells. */
  SETTINGS,
  /** A map of names to names. */
  NAMES,
  /** A map of keywords to keywords. */
  KEYWORDS,
  /** A map of keywords to free texts. */
  REASONS,
  /** A map of columns to values in JSON. */
  COLUMNS
}
