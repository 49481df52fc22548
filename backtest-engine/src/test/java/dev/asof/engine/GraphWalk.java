package dev.asof.engine;

import dev.asof.api.Fact;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that can be reached from some objects: every field of the project's classes, static ones
 * included, elements of arrays, and what collections of the JDK hold. Values of facts are not
 * opened, for a fact may speak about the future.
 */
final class GraphWalk {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Class<?>> classes = new HashSet<>();
  private final Deque<Object> open = new ArrayDeque<>();
  private final List<Fact> facts = new ArrayList<>();
  private double largest;
  private LocalDate lastDay = LocalDate.MIN;
  private Instant lastMoment = Instant.MIN;

  GraphWalk(Object... roots) {
    Arrays.stream(roots).forEach(this::visit);
    while (!open.isEmpty()) {
      expand(open.pop());
    }
  }

  double largest() {
    return largest;
  }

  LocalDate lastDay() {
    return lastDay;
  }

  Instant lastMoment() {
    return lastMoment;
  }

  List<Fact> facts() {
    return facts;
  }

  Set<Class<?>> classes() {
    return classes;
  }

  private void visit(Object value) {
    if (value instanceof Number number) {
      if (number.doubleValue() > largest && number.doubleValue() < Integer.MAX_VALUE) {
        largest = number.doubleValue();
      }
    } else if (value instanceof LocalDate day) {
      boolean isDate = !day.equals(LocalDate.MAX);
      lastDay = isDate && day.isAfter(lastDay) ? day : lastDay;
    } else if (value instanceof Instant moment) {
      lastMoment = moment.isAfter(lastMoment) ? moment : lastMoment;
    } else if (value instanceof Fact fact) {
      facts.add(fact);
    } else if (value != null
        && !(value instanceof String)
        && !(value instanceof Enum)
        && !(value instanceof Class)
        && !(value instanceof Boolean)
        && seen.add(value)) {
      open.push(value);
    }
  }

  private void expand(Object value) {
    Class<?> type = value.getClass();
    if (type.isArray()) {
      for (int n = 0; n < Array.getLength(value); n++) {
        visit(Array.get(value, n));
      }
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(this::visit);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, element) -> {
            visit(key);
            visit(element);
          });
    } else if (type.getName().startsWith("dev.asof.")) {
      classes.add(type);
      for (Class<?> part = type; part != Object.class; part = part.getSuperclass()) {
        if (part.getName().startsWith("dev.asof.")) {
          Arrays.stream(part.getDeclaredFields()).forEach(field -> visitField(field, value));
        }
      }
    } else if (value instanceof Collection<?> elements) {
      elements.forEach(this::visit);
    } else if (!(value instanceof java.util.BitSet)) {
      throw new AssertionError("Cannot look into " + type);
    }
  }

  private void visitField(Field field, Object owner) {
    try {
      field.setAccessible(true);
      visit(field.get(Modifier.isStatic(field.getModifiers()) ? null : owner));
    } catch (IllegalAccessException failure) {
      throw new AssertionError(failure);
    }
  }
}
