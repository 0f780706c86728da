package io.safeops.run.execute;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.run.coordinate.RunWork.Finding;
import io.safeops.run.messaging.MessageText;
import io.safeops.session.ClusterObserver;
import io.safeops.session.ScriptRunner;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Checks whether expectations hold. It reads only the facts that they judge, once for all of them,
 * while the nodes run the checks.
 */
final class ExpectationCheck {

  private final ClusterObserver clusterObserver;
  private final LiveFacts facts;
  private final LiveWork.Judge judge;
  private final ScriptRunner scripts;
  private final ExecutorService executor;

  ExpectationCheck(
      ClusterObserver clusterObserver,
      LiveFacts facts,
      LiveWork.Judge judge,
      ScriptRunner scripts,
      ExecutorService executor) {
    this.clusterObserver = clusterObserver;
    this.facts = facts;
    this.judge = judge;
    this.scripts = scripts;
    this.executor = executor;
  }

  /**
   * @param packets the look at packets, which is the last one; empty if there is none
   */
  Finding look(List<Expectation> expectations, Optional<PacketCheck.Look> packets)
      throws InterruptedException {
    List<String> objections = new ArrayList<>();
    List<Future<String>> checks = new ArrayList<>();
    List<FactExpectation> ofFacts = new ArrayList<>();
    for (Expectation expectation : expectations) {
      if (expectation instanceof CheckExpectation check) {
        checks.add(executor.submit(() -> objection(check)));
      } else if (expectation instanceof FactExpectation fact) {
        ofFacts.add(fact);
      }
    }
    List<FactExpectation> last =
        ofFacts.stream().filter(each -> each.predicate().isLast()).toList();
    ofFacts.removeAll(last);
    if (!ofFacts.isEmpty()) {
      objections.addAll(objections(ofFacts, read(ofFacts, Optional.empty())));
    }
    for (Future<String> check : checks) {
      try {
        String objection = check.get();
        if (!objection.isEmpty()) {
          objections.add(objection);
        }
      } catch (ExecutionException failed) {
        objections.add(String.valueOf(failed.getCause()));
      }
    }
    if (objections.isEmpty() && (!last.isEmpty() || packets.isPresent())) {
      Observation now = read(last, packets);
      objections.addAll(objections(last, now));
      if (objections.isEmpty() && packets.isPresent()) {
        objections.addAll(packets.get().objections(now));
      }
    }
    return new Finding(objections);
  }

  private Observation read(List<FactExpectation> ofFacts, Optional<PacketCheck.Look> packets)
      throws InterruptedException {
    List<FactsScope> scopes = new ArrayList<>();
    ofFacts.forEach(fact -> scopes.add(fact.scope()));
    packets.ifPresent(look -> scopes.add(look.scope()));
    return clusterObserver.look(FactsScope.union(scopes), facts.known());
  }

  private List<String> objections(List<FactExpectation> ofFacts, Observation now) {
    List<String> objections = new ArrayList<>();
    ofFacts.forEach(fact -> objections.addAll(judge.objections(fact, now)));
    return objections;
  }

  /** Why a check fails; empty when it holds. */
  private String objection(CheckExpectation check) {
    try {
      Result result = scripts.run(check.node(), check.script().text());
      if (result.exit() == 0) {
        return "";
      }
      String said = (result.outputText() + result.errorText()).strip();
      return check.node() + ": " + check.description() + ": " + MessageText.lastLines(said);
    } catch (TransportException e) {
      return check.node() + ": " + check.description() + ": " + e.getMessage();
    }
  }
}
