package io.safeops.action.neutron;

import io.safeops.action.Action;
import io.safeops.document.SecretMask;
import io.safeops.plan.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An {@code openstack} command line, read as a typed action, or the reason why it is not
 * understood, with what to write instead. The line itself does not run: the run sends the requests
 * to Neutron's API.
 *
 * @param action empty if it is not understood
 * @param refusal empty if it is understood
 */
public record OpenStackCommandLine(Optional<Action> action, Optional<String> refusal) {

  public static OpenStackCommandLine read(List<String> argv) {
    List<String> words = argv.subList(1, argv.size());
    if (begins(words, "router", "set")) {
      return routerSet(words.subList(2, words.size()));
    }
    if (begins(words, "router", "unset") && words.contains("--external-gateway")) {
      return refused(
          "it leaves the router without a way out. Write `openstack.router.gateway: {router: "
              + last(argv)
              + "}`: it unsets the gateway and sets it again with the same address, and it is undone"
              + " if anything goes wrong");
    }
    if (begins(words, "network", "delete")) {
      return refused(
          "nothing makes a deleted network again. Write `openstack.network.recreate:"
              + " {network: "
              + last(argv)
              + "}`: it records the network first, and deletes it only if nothing is on it");
    }
    return refused(
        "of `openstack` only `router set --external-gateway NETWORK [--fixed-ip"
            + " ip-address=IP] ROUTER` is understood: use a typed action");
  }

  /** The last word, which names the router or the network. If it is a password, it is masked. */
  private static String last(List<String> argv) {
    return SecretMask.arguments(argv).get(argv.size() - 1);
  }

  private static boolean begins(List<String> words, String first, String second) {
    return words.size() > 2 && words.get(0).equals(first) && words.get(1).equals(second);
  }

  private static OpenStackCommandLine routerSet(List<String> words) {
    Optional<String> network = Optional.empty();
    Optional<String> address = Optional.empty();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean hasValue = i + 1 < words.size();
      if (word.equals("--external-gateway") && hasValue && network.isEmpty()) {
        network = Optional.of(words.get(++i));
      } else if (word.equals("--fixed-ip") && hasValue && address.isEmpty()) {
        address = address(words.get(++i));
        if (address.isEmpty()) {
          return refused("`--fixed-ip " + words.get(i) + "` has no ip-address=IP");
        }
      } else if (word.startsWith("-")) {
        return refused("option `" + word + "` of openstack router set is not understood");
      } else {
        rest.add(word);
      }
    }
    boolean named = rest.size() == 1 && ParamType.STRING.refuse(rest.get(0)).isEmpty();
    if (!named || network.filter(name -> ParamType.STRING.refuse(name).isEmpty()).isEmpty()) {
      return refused(
          "`openstack router set` is understood as `--external-gateway NETWORK [--fixed-ip"
              + " ip-address=IP] ROUTER` only");
    }
    return new OpenStackCommandLine(
        Optional.of(new RouterGateway("exec", rest.get(0), network, address)), Optional.empty());
  }

  /** The address. A subnet beside it adds nothing, because the address lies in only one subnet. */
  private static Optional<String> address(String written) {
    Optional<String> address = Optional.empty();
    for (String part : written.split(",", -1)) {
      if (part.startsWith("ip-address=") && address.isEmpty()) {
        address = Optional.of(part.substring("ip-address=".length()));
      } else if (!part.startsWith("subnet=")) {
        return Optional.empty();
      }
    }
    return address.filter(ip -> ParamType.IP.refuse(ip).isEmpty());
  }

  private static OpenStackCommandLine refused(String why) {
    return new OpenStackCommandLine(Optional.empty(), Optional.of(why));
  }
}
