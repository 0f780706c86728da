package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.action.ApiChange;
import io.safeops.action.ApiUndo;
import io.safeops.action.registry.Actions;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A keeper that stores the undo as text, so that it is read back as by another process. */
final class KeptUndo implements ApiChange.Keeper {

  private Optional<String> text = Optional.empty();

  @Override
  public void keep(ApiUndo undo) {
    text = Optional.of(undo.record().toString());
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  JsonNode record() {
    try {
      return new ObjectMapper().readTree(text.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the kept undo, if there is one, and repeats it while the API does not answer. */
  List<String> restore(NetworkApi api) {
    OpenStackException last = null;
    for (int i = 0; i < 3 && text.isPresent(); i++) {
      try {
        return Actions.undo(record()).restore(api);
      } catch (OpenStackException e) {
        last = e;
      }
    }
    return last == null ? List.of() : List.of(last.toString());
  }
}
