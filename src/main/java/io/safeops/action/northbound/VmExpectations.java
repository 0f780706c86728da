package io.safeops.action.northbound;

import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.model.Cluster;
import io.safeops.predict.PortBindingPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The expectations for VMs' ports after a step that changes their rows or their interfaces. */
public final class VmExpectations {

  /** northd and two ovn-controllers apply it one after the other; a busy cloud takes longer. */
  private static final Duration FOLLOWED = Duration.ofSeconds(20);

  private VmExpectations() {}

  /**
   * Expects that each port that should be bound and served afterwards is. A port that was served
   * before must be served too: no step of this kind may take a VM off the network.
   */
  public static List<Expectation> of(List<String> ports, Cluster before, Cluster after) {
    List<Expectation> expect = new ArrayList<>();
    for (String port : ports) {
      Optional<VmPort> was = PortBindingPrediction.vmPort(before, port).filter(VmPort::isServed);
      Optional<VmPort> is = PortBindingPrediction.vmPort(after, port);
      if (is.isEmpty() || (was.isEmpty() && !is.get().isServed())) {
        continue;
      }
      String host = is.filter(VmPort::isServed).or(() -> was).orElseThrow().host();
      expect.add(
          new FactExpectation(
              "port " + port + " is bound on " + host + " and its flows are installed",
              new VmPortServed(port, host),
              FOLLOWED));
    }
    return expect;
  }
}
