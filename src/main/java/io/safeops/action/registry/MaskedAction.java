package io.safeops.action.registry;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ArgumentPlace;
import io.safeops.action.CheckExpectation;
import io.safeops.action.ComponentStop;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.FactPredicate;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Refused;
import io.safeops.action.Understanding;
import io.safeops.action.row.RowLosses;
import io.safeops.document.SecretMask;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An action with secret parameters. All texts about it are without the secrets. What it does is the
 * same.
 *
 * @param secrets the secret values
 */
record MaskedAction(Action action, List<String> secrets) implements Action {

  MaskedAction {
    secrets = List.copyOf(secrets);
  }

  @Override
  public String name() {
    return action.name();
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    try {
      return action
          .operation(before)
          .match(
              this::masked,
              throughApi -> throughApi.expecting(masked(throughApi.expect())),
              refused -> new Refused(masked(refused.reason())));
    } catch (ActionException e) {
      throw new ActionException(masked(String.valueOf(e.getMessage())), e.thing());
    }
  }

  private Operation masked(OnNodes plain) {
    OnNodes.Builder masked =
        plain
            .with()
            .expect(masked(plain.expect()))
            .losses(
                new RowLosses(
                    plain.losses().lost().stream().map(this::masked).toList(),
                    plain.losses().unseen().stream().map(this::masked).toList()));
    plain.irreversible().map(this::masked).ifPresent(masked::irreversible);
    return masked.build();
  }

  private List<Expectation> masked(List<Expectation> expectations) {
    return expectations.stream().map(this::masked).toList();
  }

  private Expectation masked(Expectation expectation) {
    if (expectation instanceof CheckExpectation check) {
      return new CheckExpectation(
          check.node(), masked(check.description()), check.script(), check.within());
    }
    FactExpectation fact = (FactExpectation) expectation;
    return new FactExpectation(
        masked(fact.description()), new MaskedPredicate(fact.predicate()), fact.within());
  }

  /** A predicate whose findings are shown without the secrets. */
  private final class MaskedPredicate implements FactPredicate {
    private final FactPredicate predicate;

    MaskedPredicate(FactPredicate predicate) {
      this.predicate = predicate;
    }

    @Override
    public FactsScope scope() {
      return predicate.scope();
    }

    @Override
    public Optional<String> objection(Cluster cluster) {
      return predicate.objection(cluster).map(MaskedAction.this::masked);
    }
  }

  @Override
  public Cluster effect(Cluster before) {
    return action.effect(before);
  }

  @Override
  public String describe() {
    return masked(action.describe());
  }

  @Override
  public List<ComponentStop> stops(Cluster before) {
    return action.stops(before);
  }

  @Override
  public Understanding understanding() {
    return action.understanding();
  }

  @Override
  public Optional<String> refusal() {
    return action.refusal().map(this::masked);
  }

  @Override
  public Optional<ArgumentPlace> offending() {
    return action.offending();
  }

  private String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      for (String form : forms(secret)) {
        masked = masked.replace(form, SecretMask.MASKED);
      }
    }
    return masked;
  }

  /**
   * The forms of a secret in texts: as it was given, as a shell word, inside a shell word, and the
   * part that is left if a line of shell was cut inside it.
   */
  private static List<String> forms(String secret) {
    List<String> forms =
        new ArrayList<>(List.of(ShellQuote.word(secret), secret, secret.replace("'", "'\\''")));
    forms.add(secret.replaceAll("['\"\\\\]", ""));
    for (String piece : secret.split("[\\s;&|()`'\"\\\\$<>]+", -1)) {
      // A shorter text is not a secret, and would mask too many words.
      if (piece.length() >= 4) {
        forms.add(piece);
      }
    }
    forms.removeIf(String::isEmpty);
    return forms;
  }
}
