# Reference figures of individual change: reliable change and moves between levels.
#
# Run from the repository root:   Rscript tests/golden/change.R
# Writes  tests/golden/change.json
# Debian packages: r-base-core r-cran-psych r-cran-coin r-cran-jsonlite
#
# difference = exit - entry throughout. A figure that is undefined is null.

source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
suppressPackageStartupMessages({
  library(psych)
  library(coin)
})

# A matrix as JSON's list of rows.
rows_of <- function(m) unname(lapply(seq_len(nrow(m)), function(i) I(unname(m[i, ]))))

missing_as_0 <- function(x) replace(x, is.na(x), 0)


# ---- Reliable change --------------------------------------------------------

# threshold = 1.96 sqrt(2) sd sqrt(1 - r), Jacobson & Truax (1991); a change counts when it is larger.
judged <- function(d, sd, r) {
  threshold <- 1.96 * sqrt(2) * sd * sqrt(1 - r)
  # No difference is so near the threshold that a float could put it on the other side.
  stopifnot(abs(abs(d) - threshold) > 1e-9)
  list(n = length(d), rose = sum(d > threshold), unchanged = sum(abs(d) <= threshold),
       fell = sum(d < -threshold), threshold = threshold, sd = sd, r = r)
}

# local: sd() and psych::alpha of all complete answers at entry, matched or not. `items` is a
# matrix of keyed item scores; a mean scale divides by k. In the JSON a missing answer or score is 0.
local_case <- function(name, items, exit, method = "sum") {
  items <- unname(items)
  complete <- !is.na(rowSums(items))
  r <- suppressMessages(suppressWarnings(
    psych::alpha(as.data.frame(items[complete, ]), check.keys = FALSE)))$total$raw_alpha
  entry <- if (method == "mean") rowMeans(items) else rowSums(items)
  d <- (exit - entry)[!is.na(exit) & complete]
  list(name = name, method = method, items = rows_of(missing_as_0(items)), exit = I(missing_as_0(exit)), complete = sum(complete),
       expected = judged(d, sd(entry[complete]), r))
}

published_case <- function(name, entry, exit, sd, r) {
  list(name = name, entry = I(entry), exit = I(exit), sd = sd, retest = r,
       expected = judged(exit - entry, sd, r))
}

# One factor and noise, cut into 1 to 5; exit scores follow the entry's with a shift.
simulated <- function(seed, n, k, shift, missing = 0, divide = 1) {
  set.seed(seed)
  trait <- rnorm(n)
  items <- sapply(seq_len(k), function(i) pmin(pmax(round(3 + 0.8 * trait + rnorm(n, 0, 0.8)), 1), 5))
  items[sample(length(items), missing)] <- NA
  exit <- pmin(pmax(round(rowSums(items) + rnorm(n, shift, k / 2)), k), 5 * k) / divide
  exit[sample(n, n %/% 10)] <- NA
  list(items = items, exit = exit)
}

keyed <- sai_items$entry
keyed[, sai_reversed] <- 5 - keyed[, sai_reversed]
sai_exit <- sai_scores(seq_len(nrow(sai)))$exit
by_group <- function(group) {
  rows <- sai$group == group
  local_case(paste0("sai_salt_", group), keyed[rows, ], sai_exit[rows])
}
case_of <- function(name, s, method = "sum") local_case(name, s$items, s$exit, method)

sai_both <- sai_scores(answered)
local <- list(
  local_case("sai_salt", keyed, sai_exit),
  by_group("caffeine"),
  by_group("placebo"),
  case_of("n34_two_items", simulated(34, 34, 2, 1)),
  case_of("n60_missing", simulated(60, 60, 6, 2, missing = 8)),
  case_of("n80_mean", simulated(80, 80, 4, -1, divide = 4), "mean"),
  case_of("n400", simulated(400, 400, 10, -3))
)

set.seed(7)
whole <- sample(20:60, 45, replace = TRUE)
published <- list(
  published_case("sai_salt_published", sai_both$entry, sai_both$exit, 10.5, 0.73),
  published_case("n1", 31, 52, 4, 0.9),
  published_case("n2_one_up", c(31, 40), c(52, 41), 4, 0.9),
  published_case("n45_high_r", whole, whole + sample(-9:12, 45, replace = TRUE), 8.25, 0.95),
  published_case("n45_low_r", whole, whole + sample(-9:12, 45, replace = TRUE), 5, 0.31)
)


# ---- Moves between levels ---------------------------------------------------

# binomial, mcnemar  binom.test of those who rose among those who moved
# bowker             mcnemar.test(correct = FALSE), which for three levels or more is Bowker's; it
#                    gives NaN where a pair of cells is empty: there the sum over the other pairs
# stuart_maxwell     coin::mh_test
moves_case <- function(name, counts) {
  levels <- as.character(seq_len(nrow(counts)))
  dimnames(counts) <- list(entry = levels, exit = levels)
  rose <- sum(counts[upper.tri(counts)])
  fell <- sum(counts[lower.tri(counts)])
  tests <- list()
  if (rose + fell > 0) {
    exact <- list(statistic = rose, p = binom.test(rose, rose + fell)$p.value)
    tests$binomial <- exact
    if (nrow(counts) == 2) {
      tests$mcnemar <- exact
    } else {
      tests$bowker <- bowker(unclass(counts))
      mh <- suppressWarnings(mh_test(as.table(counts)))
      d <- rowSums(counts) - colSums(counts)
      tests$stuart_maxwell <- list(statistic = as.numeric(statistic(mh)),
                                   df = mh@statistic@df, p = as.numeric(pvalue(mh)))
      stopifnot(any(d != 0) == (tests$stuart_maxwell$statistic > 1e-12))
    }
  }
  list(name = name, counts = rows_of(counts),
       expected = list(n = sum(counts), moved = list(rose = rose, same = sum(diag(counts)), fell = fell),
                       tests = tests))
}

bowker <- function(counts) {
  up <- counts[upper.tri(counts)]
  down <- t(counts)[upper.tri(counts)]
  used <- up + down > 0
  statistic <- sum((up - down)[used]^2 / (up + down)[used])
  test <- mcnemar.test(counts, correct = FALSE)
  if (all(used)) agree(statistic, unname(test$statistic)) else stopifnot(is.nan(test$statistic))
  list(statistic = statistic, df = sum(used), p = pchisq(statistic, sum(used), lower.tail = FALSE))
}

square <- function(...) {
  x <- c(...)
  matrix(x, sqrt(length(x)), byrow = TRUE)
}

# n people on `size` levels, most of whom stay, some of whom rise.
drawn <- function(seed, n, size, shift) {
  set.seed(seed)
  before <- sample(size, n, replace = TRUE)
  after <- pmin(pmax(before + round(rnorm(n, shift, 0.8)), 1), size)
  unclass(table(factor(before, seq_len(size)), factor(after, seq_len(size))))
}

# The real scores in the levels of the definition: up to 30, up to 45, above.
sai_levels <- lapply(sai_both, cut, c(-Inf, 30, 45, Inf))

moves <- list(
  moves_case("sai_salt", unclass(table(sai_levels$entry, sai_levels$exit))),
  moves_case("n1", square(0, 1, 0, 0)),
  moves_case("n2_there_and_back", square(0, 1, 1, 0)),
  moves_case("nobody_moved", square(4, 0, 0, 0, 5, 0, 0, 0, 6)),
  moves_case("equal_moves_of_two", square(20, 7, 7, 30)),
  moves_case("n24", square(6, 5, 1, 1, 6, 2, 0, 1, 2)),
  moves_case("n99_two", square(40, 25, 9, 25)),
  moves_case("n100_two", square(40, 25, 9, 26)),
  moves_case("n99_three", square(20, 12, 3, 6, 25, 9, 1, 4, 19)),
  moves_case("n100_three", square(20, 12, 3, 6, 25, 9, 1, 4, 20)),
  moves_case("symmetric", square(20, 6, 2, 6, 30, 9, 2, 9, 40)),
  moves_case("round_trip", square(20, 8, 0, 0, 30, 8, 8, 0, 40)),
  moves_case("empty_pair", square(30, 11, 0, 4, 40, 9, 0, 5, 21)),
  moves_case("empty_level", square(30, 0, 11, 0, 0, 0, 4, 0, 60)),
  moves_case("level_nobody_leaves", square(30, 11, 0, 4, 40, 0, 0, 0, 25)),
  moves_case("two_islands", square(10, 9, 0, 0, 2, 30, 0, 0, 0, 0, 40, 5, 0, 0, 12, 7)),
  moves_case("n300_three", drawn(300, 300, 3, 0.3)),
  moves_case("n250_four", drawn(250, 250, 4, -0.2)),
  moves_case("n5000_five", drawn(5000, 5000, 5, 0.05)),
  moves_case("n10000", square(3000, 405, 40, 398, 4000, 309, 37, 301, 1510)),
  moves_case("tiny_p", square(10, 400, 20, 100))
)

write_json_file(list(local = local, published = published, moves = moves),
                "change.json", c("psych", "coin", "jsonlite"))
