-- Replays requests from a file, one a line: method, path, cookies, further headers and body, tab-separated.
-- Prints one line of figures when it is done.
local requests, turn = {}, 0

local function fields(line)
  local found = {}
  for field in (line .. "\t"):gmatch("([^\t]*)\t") do
    found[#found + 1] = field
  end
  return found
end

function init(args)
  for line in io.lines(args[1]) do
    local method, path, cookie, more, body = unpack(fields(line))
    local headers = {}
    if cookie ~= "" then headers["Cookie"] = cookie end
    if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    for name, value in more:gmatch("([^:\30]+): ([^\30]*)") do headers[name] = value end
    requests[#requests + 1] = wrk.format(method, path, headers, method == "POST" and body or nil)
  end
  turn = tonumber(args[2] or "0")
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "FIGURES %d %.6f %d %.3f %.3f %.3f\n",
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency.max / 1000))
end
