package io.safeops.facts.redact;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Address;

/**
 * Facts in which everything that tells whose cluster it is has a pseudonym: addresses, MAC
 * addresses, UUIDs, and the names of nodes, interfaces, bridges, switches, routers, ports and
 * networks. Rules say of them what they say of the real facts, so they can be given to others.
 *
 * <p>Kept are: what is equal, the order and the prefixes of names, the subnets of addresses with
 * their first and last address, special ranges of addresses, Neutron's prefix of MAC addresses,
 * what names are composed of ({@code provnet-UUID}, {@code tap} and the first digits of a port),
 * states, types, versions, the known keys of settings, the roles of nodes, numbers, and times. Of a
 * free text only the words of a vocabulary stay.
 *
 * <p>Not kept is the order between UUIDs that begin with a letter and names that begin with one of
 * a to f, and the order of addresses as texts.
 */
public final class Redaction {

  /** How often the key chooses again when the pseudonym of an address is by chance another one. */
  private static final int CHOICES = 64;

  private final KnownNames names;
  private final Pseudonyms pseudonyms;
  private final Cluster redacted;

  private Redaction(KnownNames names, Pseudonyms pseudonyms, Cluster redacted) {
    this.names = names;
    this.pseudonyms = pseudonyms;
    this.redacted = redacted;
  }

  /**
   * The same key gives the same pseudonyms for the same facts.
   *
   * @throws IllegalArgumentException if the addresses are so many and so near each other that most
   *     of them would be their own pseudonyms
   */
  public static Redaction of(Cluster cluster, RedactionKey key) {
    KnownNames names = new KnownNames();
    CollectedTokens collected = new CollectedTokens();
    new RecordRewriter(new Collecting(collected, names)).record(cluster);
    // A name that is in a free text is known only now.
    new RecordRewriter(new Collecting(collected, names)).record(cluster);
    collected.words.forEach(names::addPart);
    for (int choice = 0; choice < CHOICES; choice++) {
      RedactionKey chosen = key.derived(choice);
      Pseudonyms pseudonyms = new Pseudonyms(chosen, collected);
      if (!pseudonyms.isUnlucky(collected)) {
        return new Redaction(
            names,
            pseudonyms,
            new RecordRewriter(new TextRules(pseudonyms, names)).record(cluster));
      }
    }
    throw new IllegalArgumentException(
        "these facts cannot be redacted: their addresses lie so close that their order shows them");
  }

  /** The facts with pseudonyms. */
  public Cluster cluster() {
    return redacted;
  }

  /**
   * A text about the cluster, such as a plan or a message, with the pseudonyms of what the facts
   * name. All other words of it stay, unlike in the facts: it is not safe to give to others.
   */
  public String text(String about) {
    return names.inText(about, pseudonyms);
  }

  /** Collects what a text holds, and the address and prefix of an interface, which are two. */
  private static final class Collecting implements RecordRewriter.Texts {
    private final CollectedTokens collected;
    private final TextRules rules;

    Collecting(CollectedTokens collected, KnownNames names) {
      this.collected = collected;
      this.rules = new TextRules(collected, names);
    }

    @Override
    public void enter(Record record) {
      if (record instanceof Address address) {
        TextRules.names().replace(address.ip() + "/" + address.prefix(), collected);
      }
    }

    @Override
    public String text(TextKind kind, String text) {
      return rules.text(kind, text);
    }

    @Override
    public String key(TextKind kind, String key) {
      return rules.key(kind, key);
    }

    @Override
    public String value(TextKind kind, String key, String value) {
      return rules.value(kind, key, value);
    }
  }
}
